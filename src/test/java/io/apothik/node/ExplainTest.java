package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainTest {
  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aQuietKey_isEqualOnItsCopies() {
    String version = cluster.ask(TestCluster.put("city", "Paris")).getString("version");

    JsonObject explained = explain("city");

    assertThat(explained.getInteger("slot")).isEqualTo(11_479);
    assertThat(explained.getString("agreement")).isEqualTo("equal");
    assertThat(explained.getInteger("valueBytes")).isEqualTo(5);
    assertThat(objects(explained, "copies"))
        .hasSize(2)
        .allMatch(copy -> copy.getString("version").equals(version))
        .allMatch(copy -> copy.getLong("epoch").equals(explained.getLong("epoch")));
  }

  @Test
  void aKeyThatWasDeleted_isNowhere() {
    cluster.ask(TestCluster.put("city", "Paris"));
    cluster.ask(new JsonObject().put("op", "delete").put("key", "city"));

    JsonObject explained = explain("city");

    assertThat(explained.getString("agreement")).isEqualTo("equal");
    assertThat(explained.containsKey("valueBytes")).isFalse();
  }

  @Test
  void aKeyThatIsWrittenAllTheTime_isNeverSaidToDiffer() {
    Traffic traffic = Traffic.start(cluster.node(1));
    for (int i = 0; i < 30; i++) {
      cluster.ask(TestCluster.put("city", "Paris"));
      TestCluster.send(cluster.node(2), TestCluster.put("city", "Lyon"));
      assertThat(explain("city").getString("agreement")).isIn("equal", "writing");
    }
    traffic.stop();
  }

  @Test
  void whatMovedTheSlot_isTold_oldestFirst() {
    int slotsMoved = 0;
    cluster.start(4);
    cluster.awaitSettled();
    NodeName newcomer = cluster.node(4).name();

    for (int i = 0; i < 50; i++) {
      JsonObject explained = explain("key-" + i);
      List<JsonObject> moves = objects(explained, "moves");
      JsonObject last = moves.get(moves.size() - 1);
      assertThat(moves).extracting(move -> move.getLong("epoch")).isSorted();
      assertThat(last.getString("owner")).isEqualTo(explained.getString("owner"));
      assertThat(last.getJsonArray("backups")).isEqualTo(explained.getJsonArray("backups"));
      slotsMoved +=
          moves.stream()
                  .anyMatch(
                      move ->
                          move.getJsonArray("changes").contains(newcomer + " begins as learner"))
              ? 1
              : 0;
    }
    assertThat(slotsMoved).isBetween(10, 40);
  }

  @Test
  void aClient_explainsAsWell() {
    Node client = cluster.start(new NodeName("master@127.0.0.1"), Role.CLIENT);
    cluster.ask(TestCluster.put("city", "Paris"));

    assertThat(cluster.ask(client, request("city")).getString("agreement")).isEqualTo("equal");
  }

  @Test
  void aNodeThatDoesNotAnswer_isSilent() {
    NodeName backup = new NodeName(explain("city").getJsonArray("backups").getString(0));
    Node hanging =
        cluster.nodes().stream().filter(node -> node.name().equals(backup)).findFirst().get();
    Node asked =
        cluster.nodes().stream().filter(node -> !node.name().equals(backup)).findFirst().get();
    CountDownLatch hung = new CountDownLatch(1);
    hanging.vertx().runOnContext(ignored -> awaitQuietly(hung));

    JsonObject explained = cluster.ask(asked, request("city"));
    hung.countDown();

    assertThat(explained.getString("agreement")).isEqualTo("unknown");
    assertThat(objects(explained, "copies").get(1).getString("state")).isEqualTo("silent");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private JsonObject explain(String key) {
    return cluster.ask(request(key));
  }

  private static JsonObject request(String key) {
    return new JsonObject().put("op", "explain").put("key", key);
  }

  private static List<JsonObject> objects(JsonObject json, String field) {
    return IntStream.range(0, json.getJsonArray(field).size())
        .mapToObj(json.getJsonArray(field)::getJsonObject)
        .toList();
  }
}
