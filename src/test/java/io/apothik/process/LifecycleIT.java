package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.SecondLane;
import io.apothik.process.RunSh.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * How clusters end, what does not let them start, and how they keep out of each other's way: two of
 * them side by side, each used until it is ended.
 */
@TestMethodOrder(OrderAnnotation.class)
@SecondLane
class LifecycleIT {
  private static final int LAST = Integer.MAX_VALUE;
  private static TestCluster bystander;
  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    bystander = TestCluster.start(1);
    bystander.ask("put", "city", "Paris");
    cluster = TestCluster.start(1, "--placement", "modulo");
  }

  @AfterAll
  static void end() {
    cluster.close();
    bystander.close();
  }

  @Test
  @Order(1)
  void twoClusters_knowNothingOfEachOther() {
    cluster.ask("put", "city", "Lyon");

    assertThat(cluster.ask("get", "city")).isEqualTo("Lyon");
    assertThat(bystander.ask("get", "city")).isEqualTo("Paris");
  }

  @Test
  @Order(2)
  void theLastNode_canBeKilled_andStartedAgain() {
    assertThat(cluster.ask("kill", "1")).isEqualTo("node 1 is gone");
    assertThat(cluster.ask("stat")).isEqualTo("[down]");

    assertThat(cluster.ask("start")).isEqualTo("apothik_1@127.0.0.1 is up");
    assertThat(cluster.ask("stat")).isEqualTo("[0]");
  }

  @Test
  @Order(3)
  void down_endsEveryProcessOfItsCluster_andNoneOfTheOneBesideIt() {
    List<ProcessHandle> processes = cluster.up().processes();
    assertThat(processes).hasSize(2);

    assertThat(cluster.ask("down")).isEqualTo("cluster " + cluster.name() + " is down");

    assertThat(cluster.up().awaitExit()).isZero();
    TestCluster.awaitEnd(processes);
    assertThat(bystander.ask("get", "city")).isEqualTo("Paris");
    assertThat(bystander.up().processes()).hasSize(2);
  }

  @Test
  @Order(LAST)
  void ctrlC_endsEveryProcess() {
    assumeTrue(
        RunSh.bash("kill -s INT $$; echo ignored").out().isEmpty(),
        "whoever started the tests had them ignore SIGINT");
    List<ProcessHandle> processes = bystander.up().processes();
    assertThat(processes).hasSize(2);

    RunSh.signal("INT", processes);

    TestCluster.awaitEnd(processes);
    assertThat(bystander.up().err()).isEmpty();
    assertThat(bystander.run("stat").err()).contains("is not up");
  }

  @Test
  void aMasterThatIsKilled_isFollowedByItsChildren() {
    try (TestCluster orphaned = TestCluster.start(1)) {
      List<ProcessHandle> processes = orphaned.up().processes();

      RunSh.signal("KILL", processes.subList(0, 1));

      TestCluster.awaitEnd(processes);
      Result afterwards = orphaned.run("stat");
      assertThat(afterwards.exit()).isEqualTo(3);
      assertThat(afterwards.err()).contains("is not up any more", "is gone");
    }
  }

  @Test
  void aBridgePortThatIsTaken_isNamed() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + other.getLocalPort();

      Result up = up("1", "--bridge-port", port);

      assertThat(up.exit()).isEqualTo(2);
      assertThat(up.err())
          .isEqualTo(
              "error: port %s is taken, or no port; --bridge-port chooses another\n"
                  .formatted(port));
    }
  }

  @Test
  void aSecondClusterOfTheSameName_isRefused_andTheFirstGoesOn() {
    Result second = RunSh.run("1", "--cluster", bystander.name(), "--bridge-port", "0");

    assertThat(second.exit()).isEqualTo(2);
    assertThat(second.err()).contains("the cluster '" + bystander.name() + "' is already up");
    assertThat(bystander.ask("get", "city")).isEqualTo("Paris");
  }

  @Test
  void aConfigurationThatIsMissing_isAClearError() {
    Result up = up("1", "--bridge-port", "0", "--config", "no-such.xml");

    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).contains("the cluster configuration no-such.xml is missing");
    assertThat(up.out()).doesNotContain("ready");
  }

  @Test
  void aConfigurationThatIsBroken_isAClearError() {
    // It can be read, and is anything but a configuration.
    Result up = up("1", "--bridge-port", "0", "--config", "run.sh");

    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).contains("the cluster configuration run.sh is broken");
    assertThat(up.out()).doesNotContain("ready");
  }

  @Test
  void moreNodesThanAMachineCanBear_areRefused() {
    Result up = up("65", "--bridge-port", "0");

    assertThat(up.exit()).isEqualTo(2);
    assertThat(up.err()).isEqualTo("error: 65 nodes: this starts 1 to 64\n");
  }

  /** Of a cluster that does not come up. */
  private static Result up(String nodes, String... options) {
    String name = TestCluster.freshName();
    List<String> arguments = new ArrayList<>(List.of(nodes, "--cluster", name));
    arguments.addAll(List.of(options));
    try {
      return RunSh.run(arguments.toArray(String[]::new));
    } finally {
      TestCluster.deleteRunDirectory(name);
    }
  }
}
