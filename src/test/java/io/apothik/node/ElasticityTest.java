package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
@Beside
class ElasticityTest {
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
  void joinDuringTraffic_losesNothing_andNoRequestFails() {
    Traffic traffic = Traffic.start(cluster.node(1));
    cluster.start(4);
    cluster.awaitSettled();
    traffic.stop();
    assertThat(traffic.failures()).isEmpty();
    traffic.assertNothingLost();
  }

  @Test
  void cleanLeaveDuringTraffic_losesNothing_andNoRequestFails() {
    Traffic traffic = Traffic.start(cluster.node(1));
    cluster.leave(cluster.node(3));
    cluster.awaitSettled();
    traffic.stop();
    assertThat(traffic.failures()).isEmpty();
    traffic.assertNothingLost();
  }

  @Test
  void cleanLeaveOfTheCoordinator_losesNothing() {
    cluster.fill(1_000);
    cluster.leave(cluster.node(1));
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(1_000);
    assertThat(cluster.ask(new JsonObject().put("op", "cluster")).getString("coordinator"))
        .isEqualTo("apothik_2@127.0.0.1");
  }

  @Test
  void nodesThatLeaveAsSoonAsTheyHaveStarted_takeNothingAlong() {
    cluster.fill(1_000);
    for (int number = 4; number <= 7; number++) {
      cluster.leave(cluster.start(number));
    }
    cluster.awaitSettled();
    assertThat(cluster.sum()).isEqualTo(1_000);
  }

  @Test
  void join_movesSlotsToTheNewcomerAlone() {
    SlotTable before = cluster.node(1).table();
    Node newcomer = cluster.start(4);
    cluster.awaitSettled();
    SlotTable after = cluster.node(1).table();
    for (int slot = 0; slot < before.slotCount(); slot++) {
      List<NodeName> holders = before.owners(slot).inSync().stream().map(Copy::node).toList();
      assertThat(after.owners(slot).inSync())
          .map(Copy::node)
          .allMatch(node -> node.equals(newcomer.name()) || holders.contains(node));
    }
    assertThat(after.slotsServed().get(newcomer.name())).isEqualTo(16_384 / 4);
  }

  @Test
  void clientNode_changesNothingInTheRing() {
    SlotTable before = cluster.node(1).table();
    Node client = cluster.start(new NodeName("reader@127.0.0.1"), Role.CLIENT);
    await()
        .during(Duration.ofMillis(1_500))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(cluster.node(1).table()).isSameAs(before));
    assertThat(cluster.ask(client, TestCluster.put("city", "Paris")).getBoolean("ok")).isTrue();
    assertThat(cluster.ask(TestCluster.get("city")).getString("value")).isEqualTo("Paris");
  }

  @Test
  void lastNodeThatLeaves_goesAtOnce() {
    cluster.leave(cluster.node(3));
    cluster.leave(cluster.node(2));
    Node last = cluster.node(1);
    cluster.leave(last);
    assertThat(last.gone().succeeded()).isTrue();
  }
}
