package io.apothik.bench.system;

import io.apothik.cluster.Addresses;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.TimeUnit;

/** A client node in the benchmark's own process that watches a cluster of Apothik. */
public final class Observer implements AutoCloseable {
  private static final int NUMBER = 99;
  private static final long LOOK_MILLIS = 5;

  private final Node node;

  private Observer(Node node) {
    this.node = node;
  }

  /** One that joined the cluster of the given server's port. */
  public static Observer of(int firstPort) throws Exception {
    NodeConfig config =
        ApothikPeer.config(NodeName.numbered(NUMBER, Setting.HOST), firstPort, 0)
            .withRole(Role.CLIENT);
    return new Observer(Waiting.result(Node.start(config)));
  }

  /**
   * Waits until so many nodes hold their share; gives the nanoseconds since the table that first
   * named them all.
   *
   * @throws IllegalStateException if that takes longer than so many seconds
   */
  public long awaitMoved(int nodes, long secondsMax) throws InterruptedException {
    long giveUp = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsMax);
    long begin = 0;
    while (System.nanoTime() < giveUp) {
      SlotTable table = node.table();
      if (begin == 0 && table.nodes().size() == nodes) {
        begin = System.nanoTime();
      }
      if (begin != 0 && table.moving() == 0) {
        return System.nanoTime() - begin;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("not settled among %d after %d s".formatted(nodes, secondsMax));
  }

  /** What the cluster says of itself, as in the protocol. */
  public JsonObject cluster() throws Exception {
    return (JsonObject)
        Waiting.result(
                node.vertx()
                    .eventBus()
                    .request(Addresses.MASTER, new JsonObject().put("op", "cluster")))
            .body();
  }

  /** The entries of one node. */
  public long entries(int number) throws Exception {
    String name = NodeName.numbered(number, Setting.HOST).value();
    return cluster().getJsonArray("nodes").stream()
        .map(JsonObject.class::cast)
        .filter(view -> name.equals(view.getString("node")))
        .mapToLong(view -> view.getLong("entries"))
        .sum();
  }

  @Override
  public void close() {
    node.close();
  }
}
