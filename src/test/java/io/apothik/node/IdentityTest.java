package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.cluster.ClusterConfig;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.node.NodeConfig.Mistakes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  private static final Settings MODULO = new Settings(Placement.MODULO, 0, Quorum.NONE);
  private static final NodeName NEWCOMER = new NodeName("apothik_9@127.0.0.1");

  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2);
    cluster.fill(500);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static FailureException refusal(NodeName name, UnaryOperator<NodeConfig> change) {
    Throwable failure = failure(cluster.launch(name, Role.CACHE, change));
    assertThat(failure).isInstanceOf(FailureException.class);
    return (FailureException) failure;
  }

  private static Throwable failure(Future<Node> launched) {
    await().atMost(Duration.ofSeconds(60)).until(launched::isComplete);
    return launched.cause();
  }

  @Test
  void nameThatIsInTheRing_isRefused_andTheRingUndisturbed() {
    SlotTable before = cluster.node(1).table();
    FailureException refusal = refusal(cluster.node(2).name(), config -> config);
    assertThat(refusal.code()).isEqualTo(ErrorCode.NAME_TAKEN);
    assertThat(refusal).hasMessageContaining("apothik_2@127.0.0.1");
    await()
        .during(Duration.ofMillis(1_500))
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(cluster.node(1).table()).isSameAs(before));
    assertThat(cluster.sum()).isEqualTo(500);
  }

  @Test
  void nodeWithAnotherPlacement_isRefused_andTheRingUndisturbed() {
    SlotTable before = cluster.node(1).table();
    FailureException refusal = refusal(NEWCOMER, config -> config.withSettings(MODULO));
    assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    assertThat(refusal).hasMessageContainingAll("slots/1/majority", "modulo");
    assertThat(cluster.node(1).table()).isSameAs(before);
  }

  @Test
  void missingClusterXml_isRefused_andNamed() {
    NodeConfig config = NodeConfig.named(NEWCOMER, Path.of("no-such.xml"));
    assertThat(failure(Node.start(config)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("no-such.xml is missing");
  }

  @Test
  void brokenClusterXml_isRefused_andNamed(@TempDir Path directory) throws IOException {
    Path broken = Files.writeString(directory.resolve("broken.xml"), "<hazelcast><network>");
    NodeConfig config = NodeConfig.named(NEWCOMER, broken);
    assertThat(failure(Node.start(config)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("broken.xml is broken");
  }

  @Test
  void clusterXmlWithAnAdvancedNetwork_isRefused_andSaysWhatToDo(@TempDir Path directory)
      throws IOException {
    Path advanced =
        Files.writeString(
            directory.resolve("advanced.xml"),
            "<hazelcast xmlns=\"http://www.hazelcast.com/schema/config\">"
                + "<advanced-network enabled=\"true\"/></hazelcast>");
    NodeConfig config = NodeConfig.named(NEWCOMER, advanced);
    assertThat(failure(Node.start(config)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("advanced.xml has an advanced-network: say under network");
  }

  @Test
  void nobodyAtTheJoinAddress_isAFailure_notAClusterOfOne(@TempDir Path directory)
      throws IOException {
    String xml =
        Files.readString(Path.of("cluster.xml"))
            .replace("\"hazelcast.max.join.seconds\">30<", "\"hazelcast.max.join.seconds\">2<");
    Path impatient = Files.writeString(directory.resolve("impatient.xml"), xml);
    NodeConfig config = NodeConfig.named(NEWCOMER, impatient).withCluster("nobody", "127.0.0.1:1");
    assertThat(failure(Node.start(config))).hasMessageContaining("could not join at 127.0.0.1:1");
  }

  @Test
  void aStrangerWhereMembersAreLookedFor_isNamed_whenTheNodeDoesNotStart() {
    NodeConfig config = NodeConfig.named(NEWCOMER, Path.of("cluster.xml"));
    IllegalStateException mute = new IllegalStateException("Node failed to start!");
    ClusterConfig cluster = config.toCluster();

    assertThat(cluster.explain(cluster.toHazelcast(), mute))
        .contains("who listens at 127.0.0.1, port 5701", "did not say whether it is a member");
  }

  @Test
  void highAvailability_isRefused() {
    NodeConfig config = NodeConfig.named(NEWCOMER, Path.of("cluster.xml"));
    assertThatThrownBy(() -> config.withVertxOptions(new VertxOptions().setHAEnabled(true)))
        .hasMessageContaining("high availability");
  }

  @Test
  void mistakesUnderTheDefaultPlacement_areImpossible() {
    NodeConfig config = NodeConfig.named(NEWCOMER, Path.of("cluster.xml"));
    assertThatThrownBy(() -> config.withSettings(Settings.DEFAULT, new Mistakes(true, false)))
        .hasMessageContaining("--placement modulo");
  }

  @Test
  void portsAndRole_travelWithTheMember() {
    assertThat(cluster.node(1).live().members())
        .allSatisfy(member -> assertThat(member.joinPort()).isPositive())
        .allSatisfy(member -> assertThat(member.busPort()).isPositive())
        .allSatisfy(member -> assertThat(member.role()).isEqualTo(Role.CACHE));
    assertThat(cluster.ask(new JsonObject().put("op", "sum")).getLong("entries")).isEqualTo(500);
  }
}
