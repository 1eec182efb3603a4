package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.node.Node;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Whether a cluster that is being booted can be used. */
final class Readiness {
  private static final long LOOK_MILLIS = 20;

  private final Node master;
  private final int count;

  Readiness(Node master, int count) {
    this.master = master;
    this.count = count;
  }

  /**
   * Completes when the ring holds all nodes, and every node has installed the same table.
   *
   * @param late whether the master's listener came late, so that its ring stays too small
   */
  Future<Void> await(boolean late) {
    if (late) {
      return Future.succeededFuture();
    }
    return master
        .vertx()
        .eventBus()
        .<JsonObject>request(Addresses.MASTER, new JsonObject().put("op", "cluster"))
        .map(reply -> isReady(reply.body()))
        .otherwise(false)
        .compose(
            ready ->
                ready
                    ? Future.succeededFuture()
                    : master.vertx().timer(LOOK_MILLIS).compose(timer -> await(false)));
  }

  private boolean isReady(JsonObject cluster) {
    JsonArray nodes = cluster.getJsonArray("nodes");
    boolean owned = cluster.getString("placement").equals("slots");
    int installed = 0;
    int ring = 0;
    for (int i = 0; i < nodes.size(); i++) {
      JsonObject node = nodes.getJsonObject(i);
      boolean sameEpoch = cluster.getLong("epoch").equals(node.getLong("epoch"));
      boolean cache = node.getString("role").equals("cache");
      installed += cache && node.getString("state").equals("up") && (sameEpoch || !owned) ? 1 : 0;
      ring = Math.max(ring, node.getInteger("ring", 0));
    }
    return installed == count && ring >= count && cluster.getInteger("moving") == 0;
  }

  /** What is told when the cluster can be used. */
  static String line(Node master, int count) {
    SlotTable table = master.table();
    int ring = table.nodes().size();
    String nodes = count == 1 ? "1 node" : count + " nodes";
    String ready =
        "ready: %s, %d slots, epoch %d".formatted(nodes, table.slotCount(), table.epoch());
    return ring >= count
        ? ready
        : "ready: %s, but the master's ring holds %d: its listener came after they had joined"
            .formatted(nodes, ring);
  }
}
