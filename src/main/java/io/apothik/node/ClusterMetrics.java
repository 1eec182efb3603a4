package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.Reply.State;
import io.apothik.message.Settings;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.micrometer.core.instrument.Tags;

/**
 * What a node, be it a cache node or a client, shows of the cluster as it sees it. Nobody is asked
 * for it: that each node asked all others again and again would be a square of messages.
 */
final class ClusterMetrics {
  private final Settings settings;
  private final Membership membership;
  private final Tables tables;
  private SlotTable counted = SlotTable.NONE;
  private int degraded;

  ClusterMetrics(Settings settings, Membership membership, Tables tables) {
    this.settings = settings;
    this.membership = membership;
    this.tables = tables;
  }

  void register(Meters meters) {
    meters.gauge("apothik.epoch", null, () -> tables.current().epoch());
    meters.gauge("apothik.slots.moving", null, () -> tables.current().moving());
    meters.gauge("apothik.slots.degraded", null, this::degraded);
    for (Role role : Role.values()) {
      meters.gauge("apothik.members", "members", tags(role, State.UP), () -> present(role));
      meters.gauge("apothik.members", "members", tags(role, State.DOWN), () -> departed(role));
    }
  }

  private static Tags tags(Role role, State state) {
    return Tags.of("role", role.label(), "state", state.label());
  }

  private long present(Role role) {
    return membership.live().members().stream().filter(member -> member.role() == role).count();
  }

  private long departed(Role role) {
    return membership.departed().values().stream().filter(role::equals).count();
  }

  /** Counted anew when there is another table. */
  private synchronized int degraded() {
    SlotTable table = tables.current();
    if (table.isNewerThan(counted)) {
      counted = table;
      degraded = Census.degraded(table, settings);
    }
    return degraded;
  }
}
