package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes observe of themselves, asked at one of them for the whole cluster. */
class ObservationTest {
  private static final Duration SAMPLE_MAX = Duration.ofSeconds(30);
  private static final int GETS = 40;

  /** Between requests whose rate is to be steady, whatever else the machine does. */
  private static final long PAUSE_NANOS = 2_000_000;

  private final TestCluster cluster = TestCluster.of(3);
  private final Node first = cluster.node(1);

  @AfterEach
  void end() {
    cluster.close();
  }

  private static JsonObject op(String op) {
    return new JsonObject().put("op", op);
  }

  private static List<JsonObject> objects(JsonArray array) {
    return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
  }

  private List<JsonObject> nodes() {
    return objects(cluster.ask(first, op("cluster")).getJsonArray("nodes"));
  }

  private long sum(String field) {
    return nodes().stream().mapToLong(node -> node.getLong(field, 0L)).sum();
  }

  @Test
  void requests_countOnce_whereTheyAreDone_andGetsByWhatTheyFound() {
    cluster.ask(first, TestCluster.put("here", "1"));
    long begun = System.nanoTime();
    long asked = 0;
    while (System.nanoTime() - begun < Duration.ofSeconds(5).toNanos()) {
      cluster.ask(first, TestCluster.get("here"));
      asked++;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    double perSecond = asked / 5.0;

    assertThat((double) sum("requestsPerSecond")).isBetween(0.4 * perSecond, 1.6 * perSecond);
    String owner = cluster.ask(op("where").put("key", "here")).getString("owner");
    JsonObject busy =
        nodes().stream()
            .filter(node -> node.getString("node").equals(owner))
            .findFirst()
            .orElseThrow();
    assertThat(busy.getLong("requestsPerSecond")).isEqualTo(sum("requestsPerSecond"));
    assertThat(busy.getDouble("hitRatio")).isEqualTo(1.0);
    assertThat(nodes())
        .allSatisfy(
            node -> {
              assertThat(node.getString("host")).isEqualTo("127.0.0.1");
              assertThat(node.getString("lease")).isEqualTo("held");
              assertThat(node.getLong("memoryBytes")).isPositive();
              assertThat(node.getInteger("inFlight")).isZero();
            });
    await()
        .untilAsserted(
            () -> assertThat(cluster.ask(first, op("cluster")).getBoolean("safeToRoll")).isTrue());
  }

  @Test
  void history_hasWhatCallersAskedFor_ofTheClusterAndOfEachNode() {
    for (int i = 0; i < GETS; i++) {
      cluster.ask(first, TestCluster.get("key-" + i));
    }
    cluster.ask(first, TestCluster.put("text", "no number"));
    TestCluster.result(
        TestCluster.send(first, op("incr").put("key", "text")).otherwise(new JsonObject()));

    await()
        .atMost(SAMPLE_MAX)
        .untilAsserted(
            () -> {
              JsonObject history = cluster.ask(first, op("history"));
              List<JsonObject> samples = objects(history.getJsonArray("samples"));
              assertThat(requests(samples)).isEqualTo(GETS + 2);
              assertThat(
                      samples.stream()
                          .mapToLong(
                              each -> each.getJsonObject("errors").getLong("NOT_A_NUMBER", 0L))
                          .sum())
                  .isOne();
              assertThat(history.getJsonArray("silent")).isEmpty();
              assertThat(samples).allMatch(each -> each.getLong("atMillis") % 5_000 == 0);
              assertThat(samples).anyMatch(each -> each.getLong("bytesIn") > 0);
            });
    assertThat(requests(objects(historyOf(1)))).isEqualTo(GETS + 2);
    assertThat(requests(objects(historyOf(2)))).isZero();
    JsonArray one = cluster.ask(first, op("history").put("samples", 1)).getJsonArray("samples");
    assertThat(one).hasSize(1);
  }

  private JsonArray historyOf(int node) {
    return cluster.ask(first, op("history").put("node", node)).getJsonArray("samples");
  }

  private static long requests(List<JsonObject> samples) {
    return samples.stream().mapToLong(sample -> sample.getLong("requests")).sum();
  }

  @Test
  void hotKeys_areThoseOfAllNodes_withTheOneThatOwnsThem() {
    for (int i = 0; i < GETS; i++) {
      cluster.ask(first, TestCluster.get("hot"));
      cluster.ask(first, TestCluster.get("cold-" + i));
      cluster.ask(first, TestCluster.get("cold-" + i));
    }

    JsonObject reply = cluster.ask(cluster.node(2), op("hot-keys").put("count", 3));
    JsonObject hottest = reply.getJsonArray("keys").getJsonObject(0);
    assertThat(reply.getJsonArray("keys")).hasSize(3);
    assertThat(reply.getLong("requests")).isEqualTo(3 * GETS);
    assertThat(hottest.getString("key")).isEqualTo("hot");
    assertThat(hottest.getLong("count")).isEqualTo(GETS);
    assertThat(hottest.getLong("countAtLeast")).isEqualTo(GETS);
    assertThat(hottest.getString("node"))
        .isEqualTo(cluster.ask(op("where").put("key", "hot")).getString("owner"));
  }

  @Test
  void whoLeaves_left_andWhoCrashes_died_beItAClient() {
    Node client = cluster.start(new NodeName("client@127.0.0.1"), Role.CLIENT);
    Node other = cluster.start(new NodeName("other@127.0.0.1"), Role.CLIENT);
    Node fourth = cluster.start(4);
    cluster.awaitSettled();

    cluster.leave(fourth);
    awaitEvent("node-left", fourth.name());
    cluster.leave(client);
    awaitEvent("node-left", client.name());
    cluster.crash(other);
    awaitEvent("node-died", other.name());
    cluster.awaitSettled();
    Node third = cluster.node(3);
    cluster.crash(third);
    awaitEvent("node-died", third.name());

    assertThat(events("node-died")).hasSize(2);
    assertThat(events("node-left")).hasSize(2);
    assertThat(events("node-joined"))
        .extracting(e -> e.getString("node"))
        .contains("other@127.0.0.1");
    await()
        .untilAsserted(
            () -> {
              assertThat(events("migration-began")).isNotEmpty();
              assertThat(events("migration-ended")).hasSameSizeAs(events("migration-began"));
            });
  }

  private void awaitEvent(String kind, NodeName node) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(events(kind))
                    .extracting(event -> event.getString("node"))
                    .contains(node.value()));
  }

  private List<JsonObject> events(String kind) {
    return objects(cluster.ask(first, op("events")).getJsonArray("events")).stream()
        .filter(event -> event.getString("kind").equals(kind))
        .toList();
  }
}
