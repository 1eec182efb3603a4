package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.node.NodeConfig.Memory;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator changes what can be changed while the cluster runs. */
class ConfigSetTest {
  private static final int ENTRIES = 1_000;
  private static final long MIB = 1 << 20;
  private static final NodeName NEWCOMER = NodeName.numbered(9, "127.0.0.1");

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

  private static JsonObject set() {
    return new JsonObject().put("op", "config-set").put("timeoutMillis", 20_000);
  }

  private static JsonObject config() {
    return new JsonObject().put("op", "config");
  }

  @Test
  void aSecondBackup_isFilledUnderWrites_andSurvivesTwoDeathsAtOnce() {
    Node last = cluster.node(1);
    Traffic traffic = Traffic.start(last);

    JsonObject inForce = cluster.ask(set().put("backups", 2));
    awaitBackups(2);
    traffic.stop();
    cluster.crashAtOnce(cluster.node(2), cluster.node(3));
    await().atMost(Duration.ofSeconds(20)).until(() -> last.live().cacheNodes().size() == 1);
    JsonObject recovered = cluster.ask(new JsonObject().put("op", "recover"));

    assertThat(inForce.getInteger("backups")).isEqualTo(2);
    assertThat(traffic.failures()).isEmpty();
    assertThat(recovered.getInteger("slotsLost")).isZero();
    traffic.assertNothingLost();
    assertThat(cluster.sum()).isEqualTo(ENTRIES + traffic.acknowledged().size());
  }

  @Test
  void fewerBackups_areDropped_andWhoJoinsActsByThat_whateverItWasStartedWith() {
    cluster.ask(cluster.node(3), set().put("backups", 0).put("migrationBytesPerSecond", MIB));
    awaitBackups(0);
    assertThat(cluster.sum()).isEqualTo(ENTRIES);

    Node newcomer =
        TestCluster.result(
            cluster.launch(
                NEWCOMER,
                Role.CACHE,
                config ->
                    config
                        .withSettings(new Settings(Placement.SLOTS, 3, Quorum.MAJORITY))
                        .withMemory(new Memory(64 * MIB, 1))));
    await().atMost(Duration.ofSeconds(20)).until(() -> newcomer.table().isMember(NEWCOMER));
    awaitBackups(0);

    JsonObject inForce = cluster.ask(newcomer, config());
    assertThat(inForce.getInteger("backups")).isZero();
    assertThat(inForce.getLong("migrationBytesPerSecond")).isEqualTo(MIB);
    assertThat(newcomer.live().names()).hasSize(4);
    assertThat(cluster.sum()).isEqualTo(ENTRIES);
  }

  @Test
  void lessMemory_evictsWhatIsTooMuch_onEachNode() {
    String value = "x".repeat(10_000);
    List<Future<JsonObject>> puts =
        IntStream.range(0, 2_000)
            .mapToObj(i -> TestCluster.send(cluster.node(1), TestCluster.put("large-" + i, value)))
            .toList();
    TestCluster.result(Future.all(puts));

    JsonObject inForce = cluster.ask(set().put("memoryBytes", Memory.BYTES_MIN));

    assertThat(inForce.getLong("memoryBytes")).isEqualTo(Memory.BYTES_MIN);
    assertThat(inForce.getInteger("backups")).isOne();
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(nodes())
                    .allSatisfy(
                        node -> {
                          assertThat(node.getLong("bytes")).isLessThan(Memory.BYTES_MIN * 5 / 4);
                          assertThat(node.getLong("evicted")).isPositive();
                        }));
    assertThat(cluster.ask(TestCluster.put("last", "one")).getBoolean("changed")).isTrue();
  }

  @Test
  void withoutAMajority_nothingChanges_andTheCallerIsTold() {
    SlotTable before = cluster.node(1).table();
    cluster.crashAtOnce(cluster.node(2), cluster.node(3));

    assertThatThrownBy(() -> cluster.ask(set().put("backups", 2).put("timeoutMillis", 1_500)))
        .rootCause()
        .hasMessageContainingAll("TIMEOUT", "epoch " + before.epoch(), "1500 ms");
    assertThat(cluster.ask(config()).getInteger("backups")).isOne();
  }

  private void awaitBackups(int backups) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              JsonObject view = cluster.ask(new JsonObject().put("op", "cluster"));
              assertThat(view.getInteger("backups")).isEqualTo(backups);
              assertThat(view.getInteger("degraded")).isZero();
              assertThat(view.getInteger("moving")).isZero();
              assertThat(cluster.node(1).table().allOwners())
                  .allMatch(owners -> owners.backups().size() == backups);
            });
  }

  private List<JsonObject> nodes() {
    JsonArray nodes = cluster.ask(new JsonObject().put("op", "cluster")).getJsonArray("nodes");
    return IntStream.range(0, nodes.size()).mapToObj(nodes::getJsonObject).toList();
  }
}
