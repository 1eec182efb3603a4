package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
@Beside
class FailureTest {
  private static final int ENTRIES = 2_000;

  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3);
    cluster.fill(ENTRIES);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private long entriesOf(Node node) {
    JsonArray nodes = cluster.ask(new JsonObject().put("op", "stat")).getJsonArray("nodes");
    return IntStream.range(0, nodes.size())
        .mapToObj(nodes::getJsonObject)
        .filter(view -> view.getString("node").equals(node.name().value()))
        .mapToLong(view -> view.getLong("entries"))
        .sum();
  }

  @Test
  void crash_losesNothing() {
    assertThat(entriesOf(cluster.node(3))).isPositive();
    cluster.crash(cluster.node(3));
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(ENTRIES);
  }

  @Test
  void aNodeWhoseHazelcastEnds_ends_andSaysWhy() {
    Node lost = cluster.node(3);
    TestCluster.hazelcast(lost).getLifecycleService().terminate();

    await().until(() -> lost.gone().isComplete());

    assertThat(lost.gone().cause())
        .isInstanceOfSatisfying(
            FailureException.class, why -> assertThat(why.code()).isEqualTo(ErrorCode.NODE_LEFT))
        .hasMessage("apothik_3@127.0.0.1 lost the cluster: Hazelcast ended by itself");
  }

  @Test
  void twoCrashes_withRedundancyRestoredInBetween_loseNothing() {
    cluster.start(4);
    cluster.awaitSettled();
    cluster.crash(cluster.node(3));
    cluster.awaitSettled();
    cluster.crash(cluster.node(2));
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(ENTRIES);
  }

  @Test
  void crash_movesNoEntriesBetweenTheNodesThatAreLeft() {
    SlotTable before = cluster.node(1).table();
    NodeName dead = cluster.node(3).name();
    cluster.crash(cluster.node(3));
    cluster.awaitSettled();
    SlotTable after = cluster.node(1).table();
    for (int slot = 0; slot < before.slotCount(); slot++) {
      if (before.owners(slot).copyOf(dead).isEmpty()) {
        assertThat(after.owners(slot).inSync())
            .containsExactlyInAnyOrderElementsOf(before.owners(slot).inSync());
      }
    }
  }

  @Test
  void crashOfTheCoordinator_isOvercomeByTheNextOldest() {
    cluster.crash(cluster.node(1));
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(ENTRIES);
  }

  @Test
  void crashDuringTraffic_losesNothingAndFailsNoRequest() {
    Traffic traffic = Traffic.start(cluster.node(1));
    cluster.crash(cluster.node(3));
    cluster.awaitSettled();
    traffic.stop();
    assertThat(traffic.failures()).isEmpty();
    traffic.assertNothingLost();
  }

  @Test
  void crash_failsWhatIsPendingAtOnce_notAtItsTimeout() {
    Node dead = cluster.node(3);
    CountDownLatch hung = new CountDownLatch(1);
    // A node whose event loop hangs answers nothing, and is a member until it is seen to be gone.
    dead.vertx().runOnContext(ignored -> awaitQuietly(hung));
    List<Future<JsonObject>> pending =
        IntStream.range(0, 200)
            .mapToObj(i -> new JsonObject().put("op", "get").put("key", "k_1_" + (i + 1)))
            .map(request -> TestCluster.send(cluster.node(1), request.put("timeoutMillis", 20_000)))
            .toList();
    Instant start = Instant.now();
    cluster.crash(dead);
    TestCluster.result(Future.join(pending).otherwiseEmpty());
    assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
    hung.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
