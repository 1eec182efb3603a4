package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Beside;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
@Beside
class RandomWalkTest {
  private static final int STEPS = 10;
  private static final int NODES_MAX = 5;

  private final long seed = Long.getLong("apothik.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final Map<String, String> stored = new TreeMap<>();
  private int nextNumber = 3;

  @Test
  void randomJoinsLeavesAndCrashes_leaveALawfulTable_andEveryKeyReadable() {
    try (TestCluster cluster = TestCluster.of(2)) {
      for (int step = 0; step < STEPS; step++) {
        put(cluster, step);
        change(cluster);
      }
      cluster.awaitSettled();
      stored.forEach(
          (key, value) ->
              assertThat(cluster.ask(TestCluster.get(key)).getString("value"))
                  .as("%s, seed %d", key, seed)
                  .isEqualTo(value));
      assertThat(cluster.sum()).as("seed %d", seed).isEqualTo(stored.size());
    }
  }

  private void put(TestCluster cluster, int step) {
    for (int i = 0; i < 20; i++) {
      String key = "key-" + step + "-" + i;
      cluster.ask(TestCluster.put(key, "value-" + i));
      stored.put(key, "value-" + i);
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

  /** One death is survived where every slot has its backup. */
  private static void crash(TestCluster cluster, Node node) {
    cluster.awaitSettled();
    cluster.crash(node);
  }
}
