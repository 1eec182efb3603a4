package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.apothik.node.NodeConfig.Memory;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that is given ten times what it may hold. */
class MemoryTest {
  private static final long BUDGET_BYTES = Memory.BYTES_MIN;
  private static final int VALUE_BYTES = 10_000;
  private static final int AT_ONCE = 50;
  private static final long MARGIN_PERCENT = 20;

  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(2, config -> config.withMemory(new Memory(BUDGET_BYTES, 100L << 20)));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void tenTimesTheBudget_staysWithinIt_andCountsWhatWent() {
    int entries = (int) (10 * BUDGET_BYTES / VALUE_BYTES);

    putAll(entries);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(nodes())
                    .allSatisfy(
                        node -> {
                          assertThat(node.getLong("bytes"))
                              .isLessThan(BUDGET_BYTES * (100 + MARGIN_PERCENT) / 100);
                          assertThat(node.getLong("evicted")).isPositive();
                        }));
    assertThat(cluster.ask(TestCluster.put("last", "one")).getBoolean("changed")).isTrue();
  }

  @Test
  void whatIsEvicted_isAnEventInWords_ofEachNodeOnce() {
    putAll((int) (4 * BUDGET_BYTES / VALUE_BYTES));

    for (Node node : cluster.nodes()) {
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(cluster.events(node, "eviction-began"))
                      .singleElement(STRING)
                      .matches("entries are taken away for want of room, \\d+ in the last second"));
    }
  }

  @Test
  void whatIsEvicted_goesFromAllCopies() {
    putAll((int) (2 * BUDGET_BYTES / VALUE_BYTES));

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(nodes().get(0).getLong("backupEntries"))
                    .isEqualTo(nodes().get(1).getLong("entries")));
  }

  private void putAll(int entries) {
    String value = "x".repeat(VALUE_BYTES);
    for (int from = 0; from < entries; from += AT_ONCE) {
      List<Future<JsonObject>> puts =
          IntStream.range(from, Math.min(entries, from + AT_ONCE))
              .mapToObj(i -> TestCluster.put("key-" + i, value))
              .map(put -> TestCluster.send(cluster.node(1), put))
              .toList();
      TestCluster.result(Future.all(puts));
    }
  }

  private List<JsonObject> nodes() {
    JsonArray nodes = cluster.ask(new JsonObject().put("op", "cluster")).getJsonArray("nodes");
    return IntStream.range(0, nodes.size()).mapToObj(nodes::getJsonObject).toList();
  }
}
