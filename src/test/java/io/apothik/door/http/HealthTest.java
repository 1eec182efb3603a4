package io.apothik.door.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.door.http.Doors.Answer;
import io.apothik.message.Settings;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes say of their health. */
class HealthTest {
  private static final Duration SETTLED = Duration.ofSeconds(20);

  private final Doors doors = new Doors();
  private @Nullable TestCluster running;

  @AfterEach
  void end() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  void aNodeOfASettledCluster_lives_isReady_andMayGo() {
    TestCluster cluster = boot(3, Settings.DEFAULT);
    Node node = cluster.node(2);

    assertThat(doors.get(node, "/health/live").status()).isEqualTo(200);
    Answer ready = doors.get(node, "/health/ready");
    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.json().getString("status")).isEqualTo("UP");
    Answer roll = doors.get(node, "/health/safe-to-roll");
    assertThat(roll.status()).isEqualTo(200);
    assertThat(roll.json().getBoolean("safeToLeave")).isTrue();
    assertThat(roll.json().getJsonArray("missing")).isEmpty();
  }

  @Test
  void aClient_isReadyWithoutBeingInTheRing_andMayGoAtAnyTime() {
    TestCluster cluster = boot(3, Settings.DEFAULT);
    Node client = cluster.start(new NodeName("client@127.0.0.1"), Role.CLIENT);

    await().untilAsserted(() -> assertUp(client, "/health/ready"));
    assertUp(client, "/health/safe-to-roll");
  }

  @Test
  void theOthersDie_whoIsLeftIsNotReady_andSaysThatItHasNoMajority() {
    TestCluster cluster = boot(3, Settings.DEFAULT);
    Node left = cluster.node(1);
    cluster.crashAtOnce(cluster.node(2), cluster.node(3));

    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              Answer ready = doors.get(left, "/health/ready");
              assertThat(ready.status()).isEqualTo(503);
              JsonObject slots = check(ready, "slots");
              assertThat(slots.getString("status")).isEqualTo("DOWN");
              assertThat(slots.getJsonObject("data").getString("reason"))
                  .isEqualTo("it has no lease from a majority");
            });
    assertUp(left, "/health/live");
    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              Answer roll = doors.get(left, "/health/safe-to-roll?by=leave");
              assertThat(roll.status()).isEqualTo(503);
              assertThat(roll.json().getJsonArray("missing"))
                  .contains("there is no other cache node");
            });
  }

  @Test
  void oneOfThreeDies_noOtherMayGo_untilEachSlotHasItsCopiesAgain() {
    TestCluster cluster = boot(3, Settings.DEFAULT);
    cluster.fill(2_000);
    Node node = cluster.node(1);
    cluster.crash(cluster.node(3));

    await()
        .atMost(SETTLED)
        .untilAsserted(
            () -> {
              Answer roll = doors.get(node, "/health/safe-to-roll");
              assertThat(roll.json().getInteger("otherCacheNodes")).isEqualTo(1);
              assertThat(roll.status()).isEqualTo(200);
              assertThat(roll.json().getInteger("degraded")).isZero();
            });
    assertThat(node.table().slotsWhere(owners -> owners.backups().size() != 1).size()).isZero();
  }

  @Test
  void withSeveralLoops_allOfThemAreAsked() {
    TestCluster cluster = boot(2, Settings.DEFAULT.withLoops(2));

    assertUp(cluster.node(1), "/health/live");
    assertUp(cluster.node(1), "/health/ready");
    Answer ready = doors.get(cluster.node(1), "/health/ready");
    assertThat(check(ready, "slots").getJsonObject("data").getInteger("answering"))
        .isEqualTo(cluster.node(1).table().slotCount() / 2);
  }

  @Test
  void underModulo_aNodeIsReady_andMayNeverGo() {
    TestCluster cluster = boot(2, new Settings(Placement.MODULO, 1, Settings.Quorum.MAJORITY));

    await().untilAsserted(() -> assertUp(cluster.node(1), "/health/ready"));
    assertThat(doors.get(cluster.node(1), "/health/safe-to-roll?by=leave").status()).isEqualTo(503);
  }

  private TestCluster boot(int nodes, Settings settings) {
    TestCluster cluster = TestCluster.of(nodes, config -> config.withSettings(settings));
    running = cluster;
    return cluster;
  }

  @Test
  void whatIsNoWayToGo_isRefused() {
    TestCluster cluster = boot(3, Settings.DEFAULT);
    Answer refused = doors.get(cluster.node(1), "/health/safe-to-roll?by=magic");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().getString("error")).isEqualTo("by is 'magic': it is kill or leave");
  }

  private void assertUp(Node node, String path) {
    Answer answer = doors.get(node, path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  private static JsonObject check(Answer answer, String id) {
    JsonArray checks = answer.json().getJsonArray("checks");
    return checks.stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("id").equals(id))
        .findFirst()
        .orElseThrow();
  }
}
