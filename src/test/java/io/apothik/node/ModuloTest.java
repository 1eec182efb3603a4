package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.node.NodeConfig.Mistakes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModuloTest {
  private static final NodeName MASTER = new NodeName("master@127.0.0.1");

  private static UnaryOperator<NodeConfig> modulo(boolean countMaster, boolean lateListener) {
    Mistakes mistakes = new Mistakes(countMaster, lateListener);
    return config -> config.withSettings(new Settings(Placement.MODULO, 0, Quorum.NONE), mistakes);
  }

  private static List<Object> stat(TestCluster cluster, Node through) {
    JsonArray nodes =
        cluster.ask(through, new JsonObject().put("op", "stat")).getJsonArray("nodes");
    return IntStream.range(0, nodes.size())
        .mapToObj(nodes::getJsonObject)
        .map(node -> node.getValue("entries", node.getValue("state")))
        .toList();
  }

  @Test
  void clientIsNotCounted_byDefault() {
    try (TestCluster cluster = TestCluster.of(5, modulo(false, false))) {
      Node master = cluster.start(MASTER, Role.CLIENT);
      cluster.fill(5_000);
      assertThat(stat(cluster, master)).containsExactly(1026L, 996L, 1012L, 1021L, 945L);
    }
  }

  @Test
  void nothingCanBeChangedLive() {
    try (TestCluster cluster = TestCluster.of(1, modulo(false, false))) {
      for (JsonObject request :
          List.of(
              new JsonObject().put("op", "config"),
              new JsonObject().put("op", "config-set").put("backups", 1))) {
        assertThatThrownBy(() -> cluster.ask(request))
            .rootCause()
            .hasMessageContainingAll("BAD_REQUEST", "placement modulo");
      }
    }
  }

  @Test
  void killedNode_isDown_andTheOthersKeepWhatTheyHave() {
    try (TestCluster cluster = TestCluster.of(5, modulo(false, false))) {
      cluster.fill(5_000);
      Node second = cluster.node(2);
      cluster.leave(cluster.node(1));
      await()
          .untilAsserted(
              () ->
                  assertThat(stat(cluster, second))
                      .containsExactly("down", 996L, 1012L, 1021L, 945L));
    }
  }

  @Test
  void lateListener_hearsOfNobodyWhoWasThereBefore() {
    try (TestCluster cluster = TestCluster.of(3, modulo(false, false))) {
      Node late = TestCluster.result(cluster.launch(MASTER, Role.CLIENT, modulo(false, true)));
      assertThat(late.live().names()).containsExactly(MASTER);
      cluster.start(4);
      await()
          .untilAsserted(
              () ->
                  assertThat(late.live().cacheNodes())
                      .containsExactly(new NodeName("apothik_4@127.0.0.1")));
    }
  }

  @Test
  void listenerBeforeTheJoin_seesEverybody() {
    try (TestCluster cluster = TestCluster.of(3, modulo(false, false))) {
      Node client = TestCluster.result(cluster.launch(MASTER, Role.CLIENT, modulo(false, false)));
      assertThat(client.live().cacheNodes()).hasSize(3);
    }
  }

  @Test
  void explain_isRefused_asSlotsHaveNoCopies() {
    try (TestCluster cluster = TestCluster.of(1, modulo(false, false))) {
      JsonObject explain = new JsonObject().put("op", "explain").put("key", "city");
      Future<JsonObject> answer = TestCluster.send(cluster.node(1), explain);
      await().until(answer::isComplete);
      assertThat(answer.cause()).hasMessageContaining("BAD_REQUEST", "see where");
    }
  }
}
