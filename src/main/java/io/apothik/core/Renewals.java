package io.apothik.core;

import io.apothik.message.Effect;
import io.apothik.message.PeerMessage.Renew;
import io.apothik.replica.Replica;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Whom a node asks for leases, and when. That tells them which table it has, too.
 *
 * <p>It asks four times a second those with whom it shares a slot, as it cannot serve one without
 * them. Of all others it needs a majority, so it can do without any one of them for a moment: it
 * asks them when their leases are soon over. With a thousand nodes, where hardly any two share a
 * slot, that is a third of what there would be otherwise.
 */
final class Renewals {
  private static final long HEARTBEAT_MILLIS = 250;

  private final Incarnation self;
  private final Replica replica;
  private final Consumer<Effect> out;
  private LiveSet live = LiveSet.NONE;
  private SlotTable table = SlotTable.NONE;
  private long heartbeatAtMillis = Long.MIN_VALUE / 2;

  /**
   * @param out takes what is to be sent to other nodes
   */
  Renewals(Incarnation self, Replica replica, Consumer<Effect> out) {
    this.self = self;
    this.replica = replica;
    this.out = out;
  }

  /** The table of which it says that the node has it. */
  SlotTable table() {
    return table;
  }

  /** Other members are there: asks those that are new. */
  void onLive(LiveSet members, long nowMillis) {
    LiveSet before = live;
    live = members;
    if (table.isEmpty()) {
      heartbeat(nowMillis);
    } else {
      ask(node -> !before.contains(node), nowMillis);
    }
  }

  /**
   * The replica acts under another table: asks whose lease it lacks for what it serves now, and
   * tells who leads. Who leads tells all, as some may wait for that word.
   */
  void install(SlotTable next, long nowMillis) {
    boolean isNew = !table.isMember(self);
    table = next;
    NodeName leader = live.coordinator().orElse(self.node());
    if (isNew || leader.equals(self.node())) {
      heartbeatAtMillis = nowMillis;
      ask(node -> true, nowMillis);
    } else {
      ask(
          node ->
              node.equals(leader)
                  || (replica.needsLeaseOf(node) && replica.lacksLeaseOf(node, nowMillis)),
          nowMillis);
    }
  }

  /** Asks whom it is time to ask. */
  void tick(long nowMillis) {
    if (nowMillis - heartbeatAtMillis >= HEARTBEAT_MILLIS) {
      heartbeat(nowMillis);
    }
  }

  private void heartbeat(long nowMillis) {
    heartbeatAtMillis = nowMillis;
    if (table.isEmpty()) {
      // There is nothing to serve: all it wants is a table, which the oldest show.
      live.cacheNodes().stream()
          .limit(TableExchange.ELDERS)
          .filter(node -> !node.equals(self.node()))
          .forEach(node -> ask(node, nowMillis));
    } else {
      ask(node -> replica.needsLeaseOf(node) || replica.lacksLeaseOf(node, nowMillis), nowMillis);
    }
  }

  private void ask(Predicate<NodeName> whom, long nowMillis) {
    for (NodeName node : live.cacheNodes()) {
      if (!node.equals(self.node()) && whom.test(node)) {
        ask(node, nowMillis);
      }
    }
  }

  /** Asks that node now. */
  void ask(NodeName node, long nowMillis) {
    out.accept(new Effect.Send(node, new Renew(self, table.epoch(), table.lineage(), nowMillis)));
  }
}
