package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Settings;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes whose slots are divided among three event loops. */
class LoopsTest {
  private static final Settings SETTINGS = Settings.DEFAULT.withLoops(3);

  private TestCluster cluster;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3, config -> config.withSettings(SETTINGS));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void whatIsStored_isCountedAndListedOverAllLoops() {
    cluster.fill(1_000);

    assertThat(cluster.sum()).isEqualTo(1_000);
    assertThat(scanned()).hasSize(1_000);
  }

  private Set<String> scanned() {
    Set<String> keys = new HashSet<>();
    JsonObject page = new JsonObject().put("cursor", "0");
    while (page.containsKey("cursor")) {
      page =
          cluster.ask(new JsonObject().put("op", "scan").put("cursor", page.getString("cursor")));
      page.getJsonArray("keys").forEach(key -> assertThat(keys.add((String) key)).isTrue());
    }
    return keys;
  }

  @Test
  void aKey_isExplainedByTheLoopThatHasIt() {
    cluster.fill(10);
    JsonObject explanation = cluster.ask(new JsonObject().put("op", "explain").put("key", "k_1_7"));

    assertThat(explanation.getString("agreement")).as("%s", explanation).isEqualTo("equal");
    assertThat(explanation.getJsonArray("moves")).isNotEmpty();
  }

  @Test
  void whatTheNodesCount_isTheSumOfTheirLoops() {
    cluster.fill(300);

    JsonObject picture = cluster.ask(new JsonObject().put("op", "cluster"));
    long slots =
        picture.getJsonArray("nodes").stream()
            .mapToLong(node -> ((JsonObject) node).getLong("slots"))
            .sum();
    assertThat(slots).isEqualTo(cluster.node(1).table().slotCount());
  }

  @Test
  void joinsAndLeavesDuringTraffic_loseNothing_andNoRequestFails() {
    Traffic traffic = Traffic.start(cluster.node(1));
    cluster.start(4);
    cluster.awaitSettled();
    cluster.leave(cluster.node(2));
    cluster.awaitSettled();
    traffic.stop();

    assertThat(traffic.failures()).isEmpty();
    traffic.assertNothingLost();
  }

  @Test
  void aCrashDuringTraffic_losesNothing_andNoRequestFails() {
    Traffic traffic = Traffic.start(cluster.node(1));
    cluster.crash(cluster.node(3));
    cluster.awaitSettled();
    traffic.stop();

    assertThat(traffic.failures()).isEmpty();
    traffic.assertNothingLost();
  }
}
