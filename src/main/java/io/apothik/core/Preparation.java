package io.apothik.core;

import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table that was chosen by this node's proposal, and whether it is time to install it and to show
 * it to all. Where slots pass from one living node to another, those that gain them have it first.
 */
final class Preparation {
  /** For so long the nodes that gain slots may prepare before those that lose them stop. */
  static final long MILLIS_MAX = 150;

  private final NodeName self;
  private final Set<NodeName> unprepared = new HashSet<>();
  private @Nullable SlotTable chosen;
  private Set<NodeName> gainers = Set.of();
  private long untilMillis;

  Preparation(NodeName self) {
    this.self = self;
  }

  /** A table is chosen that is to follow the given one; whether that is news. */
  boolean begin(SlotTable table, SlotTable next, LiveSet live, long nowMillis) {
    if (chosen != null && !next.isNewerThan(chosen)) {
      return false;
    }
    chosen = next;
    gainers = gainers(table, next, live);
    unprepared.clear();
    unprepared.addAll(gainers);
    untilMillis = nowMillis + MILLIS_MAX;
    return true;
  }

  /** The other nodes that become primaries in the place of some that are there. */
  private Set<NodeName> gainers(SlotTable table, SlotTable next, LiveSet live) {
    Set<NodeName> nodes = new LinkedHashSet<>();
    table.slotsOtherThan(next).stream()
        .filter(slot -> live.contains(table.owners(slot).primary().node()))
        .filter(slot -> !table.owners(slot).primary().equals(next.owners(slot).primary()))
        .forEach(slot -> nodes.add(next.owners(slot).primary().node()));
    nodes.remove(self);
    return nodes;
  }

  /** Those that have the latest chosen table first. */
  Set<NodeName> gainers() {
    return gainers;
  }

  /** Another node acts under a table of that epoch. */
  void onHeard(NodeName node, long epoch) {
    if (chosen != null && epoch >= chosen.epoch()) {
      unprepared.remove(node);
    }
  }

  /** This node acts under that table. */
  void onInstalled(SlotTable table) {
    if (chosen != null && !chosen.isNewerThan(table)) {
      chosen = null;
    }
  }

  /** The chosen table if all are prepared that gain by it; else null. */
  @Nullable SlotTable preparedOrNull() {
    return unprepared.isEmpty() ? chosen : null;
  }

  /** The chosen table if those that gain by it had the time to prepare; else null. */
  @Nullable SlotTable overdueOrNull(long nowMillis) {
    return nowMillis >= untilMillis ? chosen : null;
  }
}
