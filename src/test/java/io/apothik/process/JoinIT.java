package io.apothik.process;

import static io.apothik.process.TestCluster.cacheNodes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.SecondLane;
import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Single nodes that join a running cluster, or are refused. */
@SecondLane
class JoinIT {
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(1);
    cluster.ask("fill", "1", "500");
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void aNode_joins_takesItsShare_andGivesItBackWhenItIsEnded() {
    try (Running node = Running.runSh(node("apothik_2@127.0.0.1"))) {
      node.awaitOut("ready: apothik_2@127.0.0.1");
      await().atMost(RunSh.TIME_MAX).until(() -> slots(cluster.picture()).equals("[8192, 8192]"));
      assertThat(cluster.ask("sum")).isEqualTo("500");

      RunSh.signal("TERM", node.processes());

      node.awaitExit();
      assertThat(slots(cluster.picture())).isEqualTo("[16384, null]");
      assertThat(cluster.ask("sum")).isEqualTo("500");
      assertThat(node.err()).isEmpty();
    }
  }

  @Test
  void aClientThatIsToldWhereToJoin_joinsThere_andChangesNothingInTheRing() {
    JsonObject before = cluster.picture();
    try (Running client =
        Running.runSh(node("apothik_8@127.0.0.1", "--role", "client", "--join", joinAddress()))) {
      client.awaitOut("ready: apothik_8@127.0.0.1");

      JsonObject after = cluster.picture();
      assertThat(after.encode()).contains("\"node\":\"apothik_8@127.0.0.1\",\"role\":\"client\"");
      assertSameRing(before, after);

      RunSh.signal("TERM", client.processes());
      client.awaitExit();
    }
  }

  @Test
  void aNameThatIsTaken_isRefused_andDisturbsNobody() {
    JsonObject before = cluster.picture();

    Result refused = RunSh.run(node("apothik_1@127.0.0.1"));

    assertThat(refused.exit()).isEqualTo(4);
    assertThat(refused.err())
        .isEqualTo(
            "error: NAME_TAKEN (30): the name apothik_1@127.0.0.1 is already in the cluster\n");
    assertSameRing(before, cluster.picture());
    assertThat(cluster.ask("sum")).isEqualTo("500");
  }

  @Test
  void aNameThatIsMalformed_isRefused() {
    Result refused = RunSh.run(node("apothik 6@127.0.0.1"));

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo("error: 'apothik 6@127.0.0.1' is not a node name such as apothik_3@127.0.0.1\n");
  }

  @Test
  void aNodeWithAnotherPlacement_isRefused_andDisturbsNobody() {
    JsonObject before = cluster.picture();

    Result refused = RunSh.run(node("apothik_7@127.0.0.1", "--placement", "modulo"));

    assertThat(refused.exit()).isEqualTo(2);
    assertThat(refused.err())
        .isEqualTo(
            "error: BAD_REQUEST (1): the cluster has the settings slots/1/majority, this node modulo\n");
    assertSameRing(before, cluster.picture());
  }

  @Test
  void aNodeWhoseBridgePortIsTaken_isRefused() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + other.getLocalPort();

      Result refused =
          RunSh.run(node("apothik_5@127.0.0.1", "--role", "client", "--bridge-port", port));

      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("the bridge cannot listen at 127.0.0.1:" + port);
    }
  }

  private static String[] node(String name, String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("node", "--name", name, "--cluster", cluster.name()));
    arguments.addAll(List.of(options));
    return arguments.toArray(String[]::new);
  }

  private static void assertSameRing(JsonObject before, JsonObject after) {
    assertThat(after.getLong("epoch")).isEqualTo(before.getLong("epoch"));
    assertThat(slots(after)).isEqualTo(slots(before));
  }

  /** Of each cache node, by number; null for one that is down. */
  private static String slots(JsonObject picture) {
    return cacheNodes(picture).stream().map(node -> node.getInteger("slots")).toList().toString();
  }

  private static String joinAddress() {
    String runFile = RunSh.bash("cat run/" + cluster.name() + "/cluster.json").out();
    return new JsonObject(runFile).getString("join");
  }
}
