package io.apothik.node;

import static io.apothik.node.TestCluster.get;
import static io.apothik.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class RoutingTest {
  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(3);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static Future<JsonObject> ask(int node, JsonObject request) {
    return TestCluster.send(cluster.node(node), request);
  }

  /** Ends the test well if the request was refused with this code and for this reason. */
  private static <T> Handler<AsyncResult<T>> refused(
      VertxTestContext test, ErrorCode code, String reason) {
    return test.failing(
        failure ->
            test.verify(
                () -> {
                  assertThat(((ReplyException) failure).failureCode()).isEqualTo(code.number());
                  assertThat(failure).hasMessageContaining(reason);
                  test.completeNow();
                }));
  }

  @Test
  void putThroughOneMaster_isReadThroughAnother(VertxTestContext test) {
    ask(1, put("city", "Paris"))
        .compose(stored -> ask(3, get("city")))
        .onComplete(
            test.succeeding(
                reply ->
                    test.verify(
                        () -> {
                          assertThat(reply.getString("value")).isEqualTo("Paris");
                          test.completeNow();
                        })));
  }

  @Test
  void deletedKey_isAbsent(VertxTestContext test) {
    ask(1, put("gone", "x"))
        .compose(stored -> ask(2, new JsonObject().put("op", "delete").put("key", "gone")))
        .compose(deleted -> ask(3, get("gone")))
        .onComplete(
            test.succeeding(
                reply ->
                    test.verify(
                        () -> {
                          assertThat(reply.getBoolean("found")).isFalse();
                          test.completeNow();
                        })));
  }

  @Test
  void where_namesTheNodeThatHoldsTheKey() {
    cluster.ask(put("somewhere", "x"));
    String owner =
        cluster.ask(new JsonObject().put("op", "where").put("key", "somewhere")).getString("owner");
    JsonObject direct = cluster.ask(get("somewhere").put("node", owner));
    assertThat(direct.getString("value")).isEqualTo("x");
  }

  @Test
  void directRequestToAnotherNode_isRefused_andTheOwnerNamed(VertxTestContext test) {
    String owner =
        cluster.ask(new JsonObject().put("op", "where").put("key", "elsewhere")).getString("owner");
    int other =
        IntStream.rangeClosed(1, 3)
            .filter(n -> !owner.contains("_" + n + "@"))
            .findFirst()
            .orElse(0);
    ask(1, put("elsewhere", "x").put("node", other))
        .onComplete(refused(test, ErrorCode.NOT_OWNER, owner));
  }

  @Test
  void stat_listsCacheNodesInTheOrderOfTheirNumbers() {
    JsonArray nodes = cluster.ask(new JsonObject().put("op", "stat")).getJsonArray("nodes");
    assertThat(nodes.stream().map(node -> ((JsonObject) node).getString("node")))
        .containsExactly("apothik_1@127.0.0.1", "apothik_2@127.0.0.1", "apothik_3@127.0.0.1");
  }

  @Test
  void cluster_namesTheOldestCacheNodeAsCoordinator() {
    assertThat(cluster.ask(new JsonObject().put("op", "cluster")).getString("coordinator"))
        .isEqualTo("apothik_1@127.0.0.1");
  }

  @Test
  void requestForAnUnknownNode_isRefused(VertxTestContext test) {
    ask(1, get("city").put("node", 99))
        .onComplete(refused(test, ErrorCode.UNKNOWN_NODE, "UNKNOWN_NODE"));
  }

  @Test
  void startWithoutASupervisor_isRefused(VertxTestContext test) {
    ask(1, new JsonObject().put("op", "start"))
        .onComplete(refused(test, ErrorCode.NO_SUPERVISOR, "NO_SUPERVISOR"));
  }

  @Test
  void bodyThatIsNoJson_isRefused(VertxTestContext test) {
    cluster
        .node(1)
        .vertx()
        .eventBus()
        .request("apothik", "put city Paris")
        .onComplete(refused(test, ErrorCode.BAD_REQUEST, "BAD_REQUEST"));
  }
}
