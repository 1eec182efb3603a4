package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.node.NodeConfig.Memory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application sees of the nodes in its meter registry. */
class MetricsTest {
  private static final int SLOTS = 16_384;

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster =
        TestCluster.of(
            3,
            config ->
                config.withMemory(new Memory(Memory.BYTES_MIN, 100L << 20)).withMeters(registry));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void entriesAndSlots_areThoseOfEachNode() {
    cluster.fill(300);

    awaitSum("apothik.entries", 300);
    awaitSum("apothik.backup.entries", 300);
    awaitSum("apothik.slots", SLOTS);
    assertThat(sum("apothik.memory.used")).isBetween(600 * 130.0, 600 * 170.0);
    assertThat(sum("apothik.memory.budget")).isEqualTo(3.0 * Memory.BYTES_MIN);
    assertThat(sum("apothik.fill.slots")).isZero();
    assertThat(sum("apothik.fill.bytes")).isZero();
    assertThat(value(cluster.node(1), "apothik.epoch"))
        .isEqualTo((double) cluster.node(1).table().epoch());
    assertThat(sum("apothik.slots.lost")).isZero();
    assertThat(sum("apothik.entries.evicted")).isZero();
  }

  @Test
  void movesWithTheirPauses_areThoseOfTheCluster() {
    cluster.start(4);
    cluster.awaitSettled();

    await()
        .untilAsserted(
            () -> {
              JsonObject picture = cluster.ask(new JsonObject().put("op", "cluster"));
              assertThat(sum("apothik.moves")).isEqualTo(picture.getLong("moves").doubleValue());
              assertThat(picture.getLong("moves")).isBetween(SLOTS / 4L, (long) SLOTS);
            });
    double longestMillis =
        cluster.nodes().stream()
            .mapToDouble(
                node ->
                    registry
                        .get("apothik.pause.longest")
                        .tag("node", node.name().value())
                        .timeGauge()
                        .value(TimeUnit.MILLISECONDS))
            .max()
            .orElseThrow();
    assertThat(longestMillis)
        .isEqualTo(
            cluster
                .ask(new JsonObject().put("op", "cluster"))
                .getLong("longestPauseMillis")
                .doubleValue());
  }

  @Test
  void evictions_areCounted() {
    String value = "x".repeat(500_000);
    for (int i = 0; i < 60; i++) {
      cluster.ask(TestCluster.put("key-" + i, value));
    }

    await().untilAsserted(() -> assertThat(sum("apothik.entries.evicted")).isPositive());
  }

  @Test
  void aLoss_isCounted_andWhatANodeShowed_goesWithIt() {
    Node last = cluster.node(1);
    cluster.crashAtOnce(cluster.node(2), cluster.node(3));
    await().atMost(Duration.ofSeconds(20)).until(() -> last.live().cacheNodes().size() == 1);
    int lost = cluster.ask(last, new JsonObject().put("op", "recover")).getInteger("slotsLost");

    assertThat(lost).isPositive();
    assertThat(value(last, "apothik.slots.lost")).isEqualTo(lost);
    await()
        .untilAsserted(
            () ->
                assertThat(registry.getMeters())
                    .allMatch(meter -> last.name().value().equals(meter.getId().getTag("node"))));
    TestCluster.result(last.close());
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void withoutAnotherRegistry_theyAreInTheGlobalOne() {
    assertThat(NodeConfig.named(cluster.node(1).name(), Path.of("cluster.xml")).meters())
        .isSameAs(Metrics.globalRegistry);
  }

  private void awaitSum(String name, double expected) {
    await().untilAsserted(() -> assertThat(sum(name)).isEqualTo(expected));
  }

  private double sum(String name) {
    return cluster.nodes().stream().mapToDouble(node -> value(node, name)).sum();
  }

  private double value(Node node, String name) {
    Meter meter = registry.get(name).tag("node", node.name().value()).meter();
    return StreamSupport.stream(meter.measure().spliterator(), false)
        .mapToDouble(measurement -> measurement.getValue())
        .sum();
  }
}
