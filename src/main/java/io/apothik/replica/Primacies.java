package io.apothik.replica;

import io.apothik.message.PeerMessage.Mark;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The slots that this node is primary of. At most of them nothing happens at any time, so those
 * with writes on their way, those that had some lately, and those with learners are known by
 * themselves.
 */
final class Primacies {
  /** For so long a slot has no writes, at least, before it is said what is settled in it. */
  private static final long MARKS_MILLIS = 200;

  private final BySlot<Primacy> bySlot = new BySlot<>();
  private final BitSet busy = new BitSet();
  private final BitSet unmarked = new BitSet();
  private final BitSet filling = new BitSet();
  private long marksAtMillis;

  int size() {
    return bySlot.size();
  }

  /** The primacy of a slot, or null if this node is not the primary, or there is no such slot. */
  @Nullable Primacy get(int slot) {
    return bySlot.get(slot);
  }

  void put(int slot, Primacy primacy) {
    bySlot.put(slot, primacy);
    onOwners(slot, primacy);
  }

  void remove(int slot) {
    bySlot.remove(slot);
    busy.clear(slot);
    unmarked.clear(slot);
    filling.clear(slot);
  }

  /** The slot has other owners, or had none before. */
  void onOwners(int slot, Primacy primacy) {
    filling.set(slot, !primacy.replication().owners().learners().isEmpty());
  }

  /** The slot has writes on their way, or none any more. */
  void onInFlight(int slot, boolean any) {
    busy.set(slot, any);
    if (any) {
      unmarked.set(slot);
    }
  }

  /** All of them, in the order of their slots. */
  Iterable<Primacy> all() {
    return bySlot;
  }

  /** Those that have learners. */
  Iterable<Primacy> filling() {
    return () -> of(filling).iterator();
  }

  /** Those of these slots that answer callers. */
  List<Primacy> serving(int[] slots) {
    List<Primacy> serving = new ArrayList<>();
    for (int slot : slots) {
      Primacy primacy = get(slot);
      if (primacy != null && primacy.isServing()) {
        serving.add(primacy);
      }
    }
    return serving;
  }

  /** A copy has writes of the primacy that is meant, or there is no such primacy. */
  void onReplicated(Replicated message) {
    Primacy primacy = get(message.slot());
    if (primacy != null
        && primacy.replication().term() == message.term()
        && primacy.replication().isCopy(message.from(), message.since())) {
      primacy.replication().onReplicated(message.from(), message.versions());
    }
  }

  private List<Primacy> of(BitSet slots) {
    List<Primacy> primacies = new ArrayList<>(slots.cardinality());
    for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
      Primacy primacy = get(slot);
      if (primacy != null) {
        primacies.add(primacy);
      }
    }
    return primacies;
  }

  /** Sends again what was sent at that time or before and is not acknowledged. */
  void resend(long sentUntilMillis, long nowMillis) {
    of(busy).forEach(primacy -> primacy.replication().resend(sentUntilMillis, nowMillis));
  }

  /** There is no majority. */
  void standAlone() {
    of(busy).forEach(Primacy::standAlone);
  }

  /**
   * What is settled in the slots in which it is time to say so, for each node that has other
   * copies. As long as there are writes, each says so of those before it.
   */
  Map<NodeName, List<Mark>> takeMarks(long nowMillis) {
    Map<NodeName, List<Mark>> marks = new LinkedHashMap<>();
    if (nowMillis - marksAtMillis < MARKS_MILLIS) {
      return marks;
    }
    marksAtMillis = nowMillis;
    for (Primacy primacy : of(unmarked)) {
      Replication replication = primacy.replication();
      if (!primacy.isServing() || replication.hasBegunMore()) {
        continue;
      }
      if (replication.takeUnmarked()) {
        Mark mark =
            new Mark(primacy.shard().slot(), replication.term(), replication.settledBelow());
        for (NodeName node : replication.targets()) {
          marks.computeIfAbsent(node, absent -> new ArrayList<>()).add(mark);
        }
      }
      if (replication.size() == 0) {
        unmarked.clear(primacy.shard().slot());
      }
    }
    return marks;
  }

  /** The nodes in sync that have not acknowledged what began at that time or before. */
  Set<NodeName> silentSince(long begunUntilMillis) {
    Set<NodeName> silent = new LinkedHashSet<>();
    for (Primacy primacy : of(busy)) {
      silent.addAll(primacy.replication().silentSince(begunUntilMillis));
    }
    return silent;
  }

  /**
   * Takes those entries away that this node serves.
   *
   * @return how many of them had no room
   */
  int evict(List<Eviction.Victim> victims, long nowMillis) {
    int evicted = 0;
    for (Eviction.Victim victim : victims) {
      Primacy primacy = get(victim.slot());
      if (primacy != null && primacy.isServing()) {
        primacy.evict(victim, nowMillis);
        evicted += victim.expired() ? 0 : 1;
      }
    }
    return evicted;
  }
}
