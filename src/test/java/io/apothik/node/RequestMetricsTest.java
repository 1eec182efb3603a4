package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes show of their callers' requests, and of the cluster as they see it. */
class RequestMetricsTest {
  private static final double SLOTS = 16_384;

  /** It has no meters but those that were registered, which others add to histograms. */
  private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private TestCluster cluster;
  private Node first;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(2, config -> config.withMeters(registry));
    first = cluster.node(1);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void requests_areCountedByOperationAndOutcome_whereTheyCameIn() {
    for (int i = 0; i < 20; i++) {
      cluster.ask(first, TestCluster.put("key-" + i, "value"));
    }
    cluster.ask(first, TestCluster.get("key-1"));
    cluster.ask(first, TestCluster.get("nothing"));
    JsonObject increment = new JsonObject().put("op", "incr").put("key", "key-2");
    assertThat(TestCluster.send(first, increment).otherwiseEmpty()).isNotNull();

    await().untilAsserted(() -> assertThat(requests("increment", "NOT_A_NUMBER")).isOne());
    assertThat(requests("put", "done")).isEqualTo(20);
    assertThat(requests("get", "done")).isEqualTo(2);
    assertThat(gets("hit")).isOne();
    assertThat(gets("miss")).isOne();
    assertThat(timer("put").count()).isEqualTo(20);
    assertThat(timer("increment").count()).isOne();
    assertThat(of(cluster.node(2), "apothik.requests").stream().mapToDouble(this::value).sum())
        .isZero();
  }

  @Test
  void eachKeyOfARequestForMany_counts_andSoDoesARequestToANamedNode() {
    JsonObject many =
        new JsonObject().put("op", "get-many").put("keys", new JsonArray().add("a").add("b"));
    cluster.ask(first, many);
    cluster.ask(first, TestCluster.get("c").put("node", 2));

    await().untilAsserted(() -> assertThat(timer("get").count()).isEqualTo(3));
    assertThat(gets("miss")).isEqualTo(requests("get", "done"));
  }

  @Test
  void copiesAndLeases_areThoseOfTheTable() {
    await()
        .untilAsserted(
            () -> {
              assertThat(sum("apothik.copies", "role", "primary")).isEqualTo(SLOTS);
              assertThat(sum("apothik.copies", "role", "backup")).isEqualTo(SLOTS);
              assertThat(sum("apothik.copies", "role", "learner")).isZero();
              assertThat(sum("apothik.slots.answering", "node", first.name().value()))
                  .isEqualTo(SLOTS / 2);
              assertThat(sum("apothik.lease.held")).isEqualTo(2);
            });
    assertThat(sum("apothik.slots.moving")).isZero();
    assertThat(sum("apothik.slots.degraded")).isZero();
    assertThat(sum("apothik.leaving")).isZero();
  }

  @Test
  void members_areCountedByRoleAndState_andLanesAreThoseOfNodesThatAreThere() {
    Node client = cluster.start(new NodeName("client@127.0.0.1"), Role.CLIENT);
    for (int i = 0; i < 20; i++) {
      cluster.ask(client, TestCluster.put("key-" + i, "value"));
    }
    String second = cluster.node(2).name().value();
    await().untilAsserted(() -> assertThat(targets(client)).contains(second));
    await().untilAsserted(() -> assertThat(members(client, "cache", "up")).isEqualTo(2));
    assertThat(members(client, "client", "up")).isOne();

    cluster.leave(cluster.node(2));

    await().untilAsserted(() -> assertThat(members(client, "cache", "down")).isOne());
    assertThat(members(client, "cache", "up")).isOne();
    await().untilAsserted(() -> assertThat(targets(client)).doesNotContain(second));
  }

  @Test
  void everyMeterOfTheReadme_isThere_andNoOther() throws IOException {
    cluster.fill(100);

    await().untilAsserted(() -> assertThat(shown()).isEqualTo(documented()));
  }

  private Set<String> shown() {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getName())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> documented() throws IOException {
    return Pattern.compile("^\\| (`apothik[^|]*)\\|", Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .flatMap(row -> Pattern.compile("`([^`]+)`").matcher(row.group(1)).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private double requests(String operation, String outcome) {
    return registry
        .get("apothik.requests")
        .tag("node", first.name().value())
        .tag("operation", operation)
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  private double gets(String result) {
    return registry
        .get("apothik.gets")
        .tag("node", first.name().value())
        .tag("result", result)
        .functionCounter()
        .count();
  }

  private Timer timer(String operation) {
    return registry
        .get("apothik.request.duration")
        .tag("node", first.name().value())
        .tag("operation", operation)
        .timer();
  }

  private double members(Node node, String role, String state) {
    return registry
        .get("apothik.members")
        .tag("node", node.name().value())
        .tag("role", role)
        .tag("state", state)
        .gauge()
        .value();
  }

  private Set<String> targets(Node node) {
    return of(node, "apothik.lane.sent").stream()
        .map(meter -> meter.getId().getTag("target"))
        .collect(Collectors.toSet());
  }

  private Collection<Meter> of(Node node, String name) {
    return registry.find(name).tag("node", node.name().value()).meters();
  }

  private double sum(String name, String tag, String expected) {
    return registry.get(name).tag(tag, expected).meters().stream().mapToDouble(this::value).sum();
  }

  private double sum(String name) {
    return registry.get(name).meters().stream().mapToDouble(this::value).sum();
  }

  private double value(Meter meter) {
    return meter.measure().iterator().next().getValue();
  }
}
