package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RandomWalkTest {
  private static final int STEPS = 50;
  private static final int NODES_MAX = 5;

  private final long seed = Long.getLong("apothik.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> surviving = new TreeMap<>();
  private int nextNumber = 3;

  @Test
  void fiftyRandomJoinsLeavesAndCrashes_leaveALawfulTable_andEverySurvivingKeyReadable() {
    try (TestCluster cluster = TestCluster.of(2)) {
      for (int step = 0; step < STEPS; step++) {
        put(cluster, step);
        change(cluster);
      }
      cluster.awaitSettled();
      surviving.forEach(
          (key, value) ->
              assertThat(cluster.ask(TestCluster.get(key)).getString("value"))
                  .as("%s, seed %d", key, seed)
                  .isEqualTo(value));
      assertThat(cluster.sum()).as("seed %d", seed).isEqualTo(surviving.size());
    }
  }

  private void put(TestCluster cluster, int step) {
    for (int i = 0; i < 20; i++) {
      String key = "key-" + step + "-" + i;
      cluster.ask(TestCluster.put(key, "value-" + i));
      surviving.put(key, "value-" + i);
    }
  }

  private void change(TestCluster cluster) {
    List<Node> nodes = cluster.nodes();
    Node some = nodes.get(random.nextInt(nodes.size()));
    int dice = random.nextInt(10);
    if (nodes.size() == 1 || (dice < 5 && nodes.size() < NODES_MAX)) {
      cluster.start(nextNumber++);
    } else if (dice < 8) {
      cluster.leave(some);
    } else {
      crash(cluster, some);
    }
  }

  /** What a node holds is only known while nothing moves. */
  private void crash(TestCluster cluster, Node node) {
    cluster.awaitSettled();
    SlotTable table = node.table();
    surviving
        .keySet()
        .removeIf(
            key -> {
              JsonObject where = new JsonObject().put("op", "where").put("key", key);
              int slot = cluster.ask(where).getInteger("slot");
              return table.owners(slot).primary().equals(node.name());
            });
    cluster.crash(node);
    cluster.awaitSettled();
  }
}
