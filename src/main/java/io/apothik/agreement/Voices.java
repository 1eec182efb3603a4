package io.apothik.agreement;

import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a coordinator heard from other nodes themselves, not of them. That a node is in the live set
 * says only that it reaches the port for membership; it may still be unable to say a word to the
 * others, or not be believed. Who becomes a member without a voice would hold what it cannot serve,
 * and count among those of whom a majority is needed.
 */
final class Voices {
  /** Every node says something four times a second. */
  static final long SILENT_MILLIS = 1_000;

  private final Incarnation self;
  private final Map<NodeName, Long> heardAtMillis = new HashMap<>();
  private final Set<Incarnation> heard = new HashSet<>();

  Voices(Incarnation self) {
    this.self = self;
  }

  /** Other members are there. */
  void onLive(LiveSet members) {
    heard.removeIf(process -> !members.has(process));
  }

  /** A node said something. */
  void onHeard(NodeName node, long nowMillis) {
    heardAtMillis.put(node, nowMillis);
  }

  /** A process said something; whether that is the first time since it is there. */
  boolean add(Incarnation process) {
    return heard.add(process);
  }

  /**
   * Of the cache nodes that are there, those that may be members of the next table: who is one
   * already, and who was heard. Who founds a cluster has heard all others in another way.
   */
  List<Incarnation> known(LiveSet live, SlotTable table) {
    return live.cacheProcesses().stream().filter(process -> isKnown(process, table)).toList();
  }

  private boolean isKnown(Incarnation process, SlotTable table) {
    return table.isEmpty()
        || table.isMember(process)
        || heard.contains(process)
        || process.equals(self);
  }

  /** Whether a member of a table may still hear what it is told. */
  boolean mayBeThere(Incarnation member, LiveSet live, long nowMillis) {
    if (live.contains(member.node())) {
      // What is heard is what a later process of that name says, if there is one.
      return live.has(member);
    }
    long heardAt = heardAtMillis.getOrDefault(member.node(), Long.MIN_VALUE / 2);
    return nowMillis - heardAt < SILENT_MILLIS;
  }
}
