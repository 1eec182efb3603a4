package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.slot.LiveSet;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.NodeListener;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
@Beside
class MembershipTest {
  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(1);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** From now on the node hears of nobody who joins or leaves. */
  private static void deafen(Node node) {
    ((VertxInternal) node.vertx())
        .clusterManager()
        .nodeListener(
            new NodeListener() {
              @Override
              public void nodeAdded(String nodeId) {}

              @Override
              public void nodeLeft(String nodeId) {}
            });
  }

  @Test
  void everyNodeSeesTheMembersInTheOrderInWhichTheyJoined() {
    cluster.start(2);
    cluster.start(3);
    cluster.awaitSettled();
    LiveSet live = cluster.node(1).live();
    assertThat(live.names()).extracting(name -> name.number().getAsInt()).containsExactly(1, 2, 3);
    assertThat(cluster.nodes()).allSatisfy(node -> assertThat(node.live()).isEqualTo(live));
  }

  @Test
  void joinOfWhichNoEventTold_isSeenAllTheSame() {
    deafen(cluster.node(1));
    cluster.start(2);
    cluster.awaitSettled();
    assertThat(cluster.node(1).live().cacheNodes()).hasSize(2);
  }

  @Test
  void departureOfWhichNoEventTold_isSeenAllTheSame() {
    Node second = cluster.start(2);
    cluster.awaitSettled();
    deafen(cluster.node(1));
    cluster.crash(second);
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(cluster.node(1).live().cacheNodes()).hasSize(1));
    cluster.awaitSettled();
  }

  @Test
  void nodeThatHasHandedOver_isNotMissedBySum_whileItIsStillAMember() {
    Node second = cluster.start(2);
    cluster.awaitSettled();
    cluster.fill(300);
    Promise<Void> end = Promise.promise();
    second.vertx().deployVerticle(new EndsWith(end.future())).await();

    second.leave();

    await()
        .untilAsserted(
            () ->
                assertThat(
                        cluster.ask(cluster.node(1), new JsonObject().put("op", "stat")).encode())
                    .contains("\"state\":\"silent\""));
    JsonObject sum = cluster.ask(cluster.node(1), new JsonObject().put("op", "sum"));
    assertThat(sum.getLong("entries")).isEqualTo(300);
    assertThat(sum.getJsonArray("silent")).isEmpty();
    end.complete();
    cluster.leave(second);
  }

  /** Keeps its node in the cluster until it may end. */
  private static final class EndsWith extends VerticleBase {
    private final Future<Void> end;

    private EndsWith(Future<Void> end) {
      this.end = end;
    }

    @Override
    public Future<?> stop() {
      return end;
    }
  }

  @Test
  void namesakeOfADeadNode_startsEmpty_andTakesItsPlace() {
    Node second = cluster.start(2);
    cluster.awaitSettled();
    cluster.fill(300);
    cluster.crash(second);
    cluster.awaitSettled();
    long left = cluster.sum();
    cluster.start(2);
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(left);
  }
}
