package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * This node's copy of one slot: entries, and what must be known of writes that may not be on all
 * copies yet. An entry or tombstone is replaced by a greater version alone, so it does not matter
 * in which order news of it come.
 */
final class Shard {
  private final int slot;
  private final long since;
  private final long term;
  private final NavigableMap<Bytes, Entry> entries = new TreeMap<>();
  private final TreeMap<Version, Bytes> unsettled = new TreeMap<>();
  private final Map<RequestId, RecentRequests.Remembered> requests = new HashMap<>();

  private Version settledBelow = Version.NONE;
  private long cameInTerm;
  private Version cameUpTo = Version.NONE;
  private boolean learning;
  private int liveEntries;
  private long bytes;
  private long forgottenAtMillis = Long.MIN_VALUE;

  /**
   * An empty copy.
   *
   * @param term under which it begins
   * @param learning whether it is to be filled from another copy
   */
  Shard(int slot, long since, long term, boolean learning) {
    this.slot = slot;
    this.since = since;
    this.term = term;
    this.learning = learning;
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

  /** What is there of the key, be it a tombstone. */
  @Nullable Entry get(Bytes key) {
    return entries.get(key);
  }

  /** Whether a primary's writes follow what came from it before without a gap; if so, they come. */
  boolean follows(Replicate message) {
    if (message.term() != cameInTerm) {
      cameInTerm = message.term();
      cameUpTo = Version.NONE;
    }
    boolean gap = cameUpTo.isBefore(message.after());
    if (gap && !message.after().isBefore(message.settledBelow())) {
      return false;
    }
    Version last = message.changes().get(message.changes().size() - 1).version();
    cameUpTo = cameUpTo.isBefore(last) ? last : cameUpTo;
    return true;
  }

  /** Takes in a write that may not be on all copies. */
  void apply(Bytes key, Entry entry) {
    if (replace(key, entry)) {
      unsettled.put(entry.version(), key);
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

  private boolean replace(Bytes key, Entry entry) {
    Entry before = entries.get(key);
    if (before != null && !before.version().isBefore(entry.version())) {
      return false;
    }
    entries.put(key, entry);
    count(key, before, -1);
    count(key, entry, 1);
    return true;
  }

  private void count(Bytes key, @Nullable Entry entry, int sign) {
    if (entry != null) {
      bytes += sign * entry.weight(key);
      liveEntries += entry.isTombstone() ? 0 : sign;
    }
  }

  /** Whether a write of this version came and is on all copies: this one is a repetition. */
  boolean isSettled(Version version) {
    return version.isBefore(settledBelow);
  }

  /** Every write of a lesser version is on all copies; their tombstones are needed no more. */
  void settle(Version below) {
    if (settledBelow.isBefore(below)) {
      settledBelow = below;
      if (!learning) {
        dropSettled();
      }
    }
  }

  /** Nothing older comes any more, so tombstones have no purpose once they are settled. */
  void learned() {
    if (learning) {
      learning = false;
      dropSettled();
    }
  }

  /** Every write of a lesser version is on all copies, as far as is known here. */
  Version settledBelow() {
    return settledBelow;
  }

  private void dropSettled() {
    Map<Version, Bytes> settled = unsettled.headMap(settledBelow);
    settled.forEach(
        (version, key) -> {
          Entry entry = entries.get(key);
          if (entry != null && entry.isTombstone() && entry.version().equals(version)) {
            entries.remove(key);
            count(key, entry, -1);
          }
        });
    settled.clear();
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
    Map<Bytes, List<Applied>> requests =
        RecentRequests.of(this, settledBelow, nowMillis).stream()
            .collect(Collectors.groupingBy(Applied::key));
    List<Change> changes = new ArrayList<>();
    unsettled.forEach(
        (version, key) -> {
          Entry entry = entries.get(key);
          if (entry != null && entry.version().equals(version)) {
            changes.add(entry.toChange(key, requests.getOrDefault(key, List.of()), nowMillis));
          }
        });
    return changes;
  }

  /**
   * The keys that are known from there on, tombstones included, in byte order.
   *
   * @param afterOrNull the key after which to begin, or null
   * @param prefix where to begin if that is later
   */
  Iterable<Bytes> keysFrom(@Nullable Bytes afterOrNull, Bytes prefix) {
    boolean further = afterOrNull != null && afterOrNull.compareTo(prefix) >= 0;
    return (further ? entries.tailMap(afterOrNull, false) : entries.tailMap(prefix, true)).keySet();
  }

  /** The keys that are known, tombstones included. */
  List<Bytes> keys() {
    return new ArrayList<>(entries.keySet());
  }

  /** How many entries there are, tombstones left out. */
  int liveEntries() {
    return liveEntries;
  }

  /** How much memory the entries take. */
  long bytes() {
    return bytes;
  }

  /** The requests that this slot remembers; changed by {@link RecentRequests} alone. */
  Map<RequestId, RecentRequests.Remembered> requests() {
    return requests;
  }

  /** When the latest of the requests that are not remembered any more was applied. */
  long forgottenAtMillis() {
    return forgottenAtMillis;
  }

  /** How long ago that was; {@link Long#MAX_VALUE} if nothing was forgotten. */
  long forgottenAgoMillis(long nowMillis) {
    return forgottenAtMillis == Long.MIN_VALUE ? Long.MAX_VALUE : nowMillis - forgottenAtMillis;
  }

  void forgotten(long atMillis) {
    forgottenAtMillis = Math.max(forgottenAtMillis, atMillis);
  }
}
