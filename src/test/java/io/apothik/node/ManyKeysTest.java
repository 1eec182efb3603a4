package io.apothik.node;

import static io.apothik.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.message.Limits;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManyKeysTest {
  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(3);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void manyEntries_areStoredFoundAndDeleted_eachAtItsOwner() {
    List<String> keys = keys("city-", 1_000);

    assertThat(results(putMany(keys)))
        .hasSize(1_000)
        .allMatch(result -> result.getBoolean("changed"));
    assertThat(results(about("get-many", keys)))
        .extracting(result -> result.getString("key") + result.getString("value"))
        .containsExactlyElementsOf(keys.stream().map(key -> key + "value of " + key).toList());
    assertThat(results(about("delete-many", keys))).allMatch(result -> result.getBoolean("found"));
    assertThat(results(about("get-many", keys))).noneMatch(result -> result.getBoolean("found"));
  }

  @Test
  void resultsComeInTheOrderAsked_absentKeysIncluded() {
    cluster.ask(put("here", "1"));

    assertThat(results(about("get-many", List.of("there", "here", "elsewhere"))))
        .extracting(result -> result.getString("key"), result -> result.getBoolean("found"))
        .extracting(Object::toString)
        .containsExactly("(\"there\", false)", "(\"here\", true)", "(\"elsewhere\", false)");
  }

  @Test
  void valuesThatHaveNoRoomInTheAnswer_areRefusedKeyByKey() {
    List<String> keys = keys("large-", 12);
    String value = "x".repeat(Limits.VALUE_BYTES_MAX);
    keys.forEach(key -> cluster.ask(put(key, value)));

    List<JsonObject> results = results(about("get-many", keys));

    assertThat(results).filteredOn(result -> result.containsKey("value")).hasSize(8);
    assertThat(results)
        .filteredOn(result -> !result.containsKey("value"))
        .allMatch(result -> result.getString("error").equals("TOO_MANY_BYTES"));
    assertThat(results(about("delete-many", keys))).allMatch(result -> result.getBoolean("found"));
  }

  @Test
  void entriesWithATimeToLive_areGoneAfterIt() {
    JsonObject reply = cluster.ask(putMany(List.of("brief", "short")).put("ttlMillis", 1));
    assertThat(reply.getBoolean("ok")).isTrue();

    await()
        .until(
            () ->
                results(about("get-many", List.of("brief", "short"))).stream()
                    .noneMatch(result -> result.getBoolean("found")));
  }

  @Test
  void manyKeys_areAnsweredWhileANodeJoinsAndLeaves() {
    List<String> keys = keys("moving-", 1_000);
    cluster.ask(putMany(keys));
    Future<Node> joined =
        cluster.launch(NodeName.numbered(4, "127.0.0.1"), Role.CACHE, config -> config);

    while (!joined.isComplete() || cluster.node(1).table().moving() > 0) {
      assertThat(results(about("get-many", keys))).allMatch(result -> result.getBoolean("found"));
    }
    cluster.leave(TestCluster.result(joined));
    assertThat(results(about("get-many", keys))).allMatch(result -> result.getBoolean("found"));
    cluster.awaitSettled();
  }

  private static List<String> keys(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }

  private static JsonObject putMany(List<String> keys) {
    JsonArray entries = new JsonArray();
    keys.forEach(
        key -> entries.add(new JsonObject().put("key", key).put("value", "value of " + key)));
    return new JsonObject().put("op", "put-many").put("entries", entries);
  }

  private static JsonObject about(String op, List<String> keys) {
    return new JsonObject().put("op", op).put("keys", new JsonArray(keys));
  }

  private static List<JsonObject> results(JsonObject request) {
    Stream<Object> results = cluster.ask(request).getJsonArray("results").stream();
    return results.map(JsonObject.class::cast).toList();
  }
}
