package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three cache nodes, of which two die at the same instant. */
@Beside
class QuorumTest {
  private static final int ENTRIES = 500;
  private static final JsonObject RECOVER = new JsonObject().put("op", "recover");

  private TestCluster cluster;
  private Node last;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3);
    cluster.fill(ENTRIES);
    last = cluster.node(1);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void whereAMajorityDied_nothingIsAcknowledged_andCallersAreToldAtOnce() {
    killTheMajority();

    awaitNoQuorum(TestCluster.put("city", "Paris"));
    awaitNoQuorum(TestCluster.get("k_1_1"));
  }

  @Test
  void recover_goesOnWithWhatIsLeft_andSaysWhatIsLost() {
    killTheMajority();
    awaitNoQuorum(TestCluster.get("k_1_1"));

    JsonObject recovered = cluster.ask(last, RECOVER.copy());

    // Of three nodes with two copies of each slot, one node had a copy of two thirds.
    assertThat(recovered.getInteger("slotsLost")).isBetween(16_384 / 4, 16_384 / 2);
    assertThat(cluster.ask(last, TestCluster.put("city", "Paris")).getBoolean("changed")).isTrue();
    long left = cluster.ask(last, new JsonObject().put("op", "sum")).getLong("entries");
    assertThat(left).isBetween(ENTRIES / 2L, ENTRIES * 3 / 4L);
    assertThat(cluster.ask(last, new JsonObject().put("op", "cluster")).getInteger("slotsLost"))
        .isEqualTo(recovered.getInteger("slotsLost"));
  }

  @Test
  void aMajorityThatIsLost_andFoundAgain_isAnEventInWords() {
    killTheMajority();
    awaitEvent(
        "quorum-lost",
        "no majority grants this node a lease, so it answers nobody: it sees 1 of the 3 cache nodes");

    cluster.ask(last, RECOVER.copy());

    awaitEvent("quorum-found", "there is a majority again, after ");
  }

  private void awaitEvent(String kind, String words) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> assertThat(cluster.events(last, kind)).singleElement(STRING).startsWith(words));
  }

  @Test
  void recover_whereAMajorityIsThere_changesNothing() {
    long epoch = last.table().epoch();

    JsonObject recovered = cluster.ask(last, RECOVER.copy());

    assertThat(recovered.getLong("epoch")).isEqualTo(epoch);
    assertThat(recovered.getInteger("slotsLost")).isZero();
  }

  private void killTheMajority() {
    Node second = cluster.node(2);
    Node third = cluster.node(3);
    cluster.crashAtOnce(second, third);
    await().atMost(Duration.ofSeconds(20)).until(() -> last.live().cacheNodes().size() == 1);
  }

  private void awaitNoQuorum(JsonObject request) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              Future<JsonObject> answer = TestCluster.send(last, request.copy());
              // What had begun before is told when the leases are over, which last a second.
              await().atMost(Duration.ofSeconds(2)).until(answer::isComplete);
              assertThat(answer.cause())
                  .isInstanceOfSatisfying(
                      ReplyException.class,
                      refused ->
                          assertThat(refused.failureCode())
                              .isEqualTo(ErrorCode.NO_QUORUM.number()));
            });
  }
}
