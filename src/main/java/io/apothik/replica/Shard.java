package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of one slot: entries, and what must be known of writes that may not be on all
 * copies yet. An entry or tombstone is replaced by a greater version alone, so it does not matter
 * in which order news of it come.
 */
final class Shard {
  /** A write that may not be on all copies: the key, and the request if it is known here. */
  private static final class Unsettled implements Window.Item {
    private final Version version;
    private final Bytes key;
    private @Nullable Remembered request;
    private boolean deletes;

    private Unsettled(Version version, Bytes key) {
      this.version = version;
      this.key = key;
    }

    @Override
    public long major() {
      return version.term();
    }

    @Override
    public long minor() {
      return version.counter();
    }
  }

  private final int slot;
  private final long since;
  private final long term;
  private final Cells cells = new Cells();

  private final Window<Unsettled> unsettled;

  /** While this is a learner: the deletes that are settled, and that what is fed must not undo. */
  private Map<Bytes, Version> graves = Map.of();

  // Versions that change with every write are numbers: a reference from what is old to what is new
  // is work for a collector of generations.
  private long settledTerm;
  private long settledCounter;
  private long cameInTerm;
  private long cameUpToTerm;
  private long cameUpToCounter;

  private boolean learning;
  private int liveEntries;
  private long bytes;
  private long forgottenAtMillis = Long.MIN_VALUE;

  /**
   * An empty copy.
   *
   * @param term under which it begins
   * @param learning whether it is to be filled from another copy
   * @param places of what it knows of writes
   */
  Shard(int slot, long since, long term, boolean learning, Places places) {
    this.slot = slot;
    this.since = since;
    this.term = term;
    this.learning = learning;
    this.unsettled = new Window<>(places);
  }

  int slot() {
    return slot;
  }

  /** The epoch that created this copy. */
  long since() {
    return since;
  }

  /** The term under which it began. */
  long term() {
    return term;
  }

  /** Nobody needs this copy any more. */
  void end() {
    unsettled.clear();
  }

  /** What is there of the key, be it a tombstone. */
  @Nullable Entry get(Bytes key) {
    Cell cell = cells.get(key);
    return cell == null ? null : cell.entry();
  }

  /** The cell of a key, or null; it has what is there, be it a tombstone, until it is buried. */
  @Nullable Cell find(Bytes key) {
    return cells.get(key);
  }

  /** The cell that most likely is the one of a key with that hash code, or null. */
  @Nullable Cell guess(int hash) {
    return cells.guess(hash);
  }

  /** Whether a primary's writes follow what came from it before without a gap; if so, they come. */
  boolean follows(Replicate message) {
    if (message.term() != cameInTerm) {
      cameInTerm = message.term();
      cameUpTo(Version.NONE);
    }
    boolean gap = message.after().isAfter(cameUpToTerm, cameUpToCounter);
    if (gap && !message.after().isBefore(message.settledBelow())) {
      return false;
    }
    Version last = message.changes().get(message.changes().size() - 1).version();
    if (last.isAfter(cameUpToTerm, cameUpToCounter)) {
      cameUpTo(last);
    }
    return true;
  }

  private void cameUpTo(Version version) {
    cameUpToTerm = version.term();
    cameUpToCounter = version.counter();
  }

  /**
   * Takes in a write that may not be on all copies.
   *
   * @return the cell that has it, or null if what is there is as new
   */
  @Nullable Cell apply(Bytes key, Entry entry) {
    Cell cell = replace(key, entry);
    if (cell != null) {
      unsettled(entry.version(), key).deletes = entry.isTombstone();
    }
    return cell;
  }

  private Unsettled unsettled(Version version, Bytes key) {
    Unsettled known = unsettled.get(version.term(), version.counter());
    if (known == null) {
      known = new Unsettled(version, key);
      unsettled.put(known);
    }
    return known;
  }

  /**
   * Knows the request of a write that may not be on all copies. It travels with what it did, also
   * where it counts as answered: for whoever takes that in may not have heard so.
   */
  void noteRequest(Remembered request) {
    if (!isSettled(request.version()) && !request.version().equals(Version.NONE)) {
      unsettled(request.version(), request.key()).request = request;
    }
  }

  /** Takes in an entry that a learner is filled with. */
  void fill(Bytes key, Entry entry, Version settledHere) {
    if (entry.version().isBefore(settledHere)) {
      replace(key, entry);
    } else {
      apply(key, entry);
    }
  }

  private @Nullable Cell replace(Bytes key, Entry entry) {
    int place = cells.find(key);
    Cell cell;
    if (place < 0) {
      cell = new Cell(key, entry);
      cells.insert(~place, cell);
    } else {
      cell = cells.at(place);
      if (!cell.version().isBefore(entry.version())) {
        return null;
      }
      count(cell, -1);
      cell.set(key, entry);
    }
    count(cell, 1);
    return cell;
  }

  private void count(Cell cell, int sign) {
    bytes += (long) sign * cell.weight();
    liveEntries += cell.isTombstone() ? 0 : sign;
  }

  /** Whether a write of this version came and is on all copies: this one is a repetition. */
  boolean isSettled(Version version) {
    return version.isBefore(settledTerm, settledCounter);
  }

  /** Whether the write of this version that came last to its key may not be on all copies. */
  boolean isUnsettled(Version version) {
    return unsettled.get(version.term(), version.counter()) != null;
  }

  /** Every write of a lesser version is on all copies; their tombstones are needed no more. */
  void settle(Version below) {
    if (below.isAfter(settledTerm, settledCounter)) {
      settledTerm = below.term();
      settledCounter = below.counter();
      dropSettled();
    }
  }

  /** Nothing older comes any more, so tombstones have no purpose once they are settled. */
  void learned() {
    if (learning) {
      learning = false;
      graves.forEach(this::bury);
      graves = Map.of();
    }
  }

  /** Every write of a lesser version is on all copies, as far as is known here. */
  Version settledBelow() {
    return new Version(settledTerm, settledCounter);
  }

  private void dropSettled() {
    while (!unsettled.isEmpty() && isSettled(unsettled.at(0).version)) {
      Unsettled write = unsettled.removeFirst();
      if (write.deletes && learning) {
        if (graves.isEmpty()) {
          graves = new HashMap<>();
        }
        graves.put(write.key, write.version);
      } else if (write.deletes) {
        bury(write.key, write.version);
      }
    }
  }

  /** Forgets that a key was deleted, if it still is. */
  private void bury(Bytes key, Version version) {
    int place = cells.find(key);
    if (place >= 0 && cells.at(place).isTombstone() && cells.at(place).version().equals(version)) {
      count(cells.at(place), -1);
      cells.remove(place);
    }
  }

  boolean isLearning() {
    return learning;
  }

  /**
   * The newest write of each key that may not be on all copies, oldest first; each with the
   * requests for its key that not every copy may know. So no copy knows of a request without what
   * it did.
   */
  List<Change> unsettled(long nowMillis) {
    Map<Bytes, List<Applied>> applied = new HashMap<>();
    for (Unsettled write : unsettled.all()) {
      if (write.request != null) {
        applied
            .computeIfAbsent(write.key, absent -> new ArrayList<>())
            .add(write.request.toApplied(nowMillis));
      }
    }
    List<Change> changes = new ArrayList<>();
    for (Unsettled write : unsettled.all()) {
      Entry entry = get(write.key);
      if (entry != null && entry.version().equals(write.version)) {
        List<Applied> requests = applied.getOrDefault(write.key, List.of());
        changes.add(entry.toChange(write.key, requests, nowMillis));
      }
    }
    return changes;
  }

  /**
   * The cells of the keys that are known from there on, tombstones included, in byte order.
   *
   * @param afterOrNull the key after which to begin, or null
   * @param prefix where to begin if that is later
   */
  Iterator<Cell> cellsFrom(@Nullable Bytes afterOrNull, Bytes prefix) {
    return afterOrNull != null && afterOrNull.compareTo(prefix) >= 0
        ? cells.from(afterOrNull, false)
        : cells.from(prefix, true);
  }

  /** The cells of all keys that are known, tombstones included. */
  Iterable<Cell> cells() {
    return cells;
  }

  /** How many entries there are, tombstones left out. */
  int liveEntries() {
    return liveEntries;
  }

  /** How much memory the entries take. */
  long bytes() {
    return bytes;
  }

  /** When the latest of the requests was applied that are forgotten without being answered. */
  long forgottenAtMillis() {
    return forgottenAtMillis;
  }

  void forgotten(long atMillis) {
    forgottenAtMillis = Math.max(forgottenAtMillis, atMillis);
  }
}
