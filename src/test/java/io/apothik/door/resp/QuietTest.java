package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.cluster.FreePorts;
import io.apothik.message.Limits;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.core.Future;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** For whom a node that leaves waits. */
class QuietTest {
  private static final Duration LONG_ENOUGH = Duration.ofMillis(3L * Limits.RESP_QUIET_MILLIS);

  private static TestCluster cluster;

  private RespDoor door;
  private RawClient client;

  @BeforeAll
  static void start() {
    cluster = TestCluster.of(1);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @BeforeEach
  void open() {
    Node node = cluster.node(1);
    int port = FreePorts.pick("127.0.0.1");
    door = TestCluster.result(RespDoor.open(node.vertx(), "127.0.0.1", port, node, true));
    client = new RawClient(port);
    assertThat(client.ask("SET k v")).isEqualTo("\"OK\"");
  }

  @AfterEach
  void close() {
    client.close();
    TestCluster.result(door.close());
  }

  @Test
  void aClientThatAsksForKeys_isWaitedFor() {
    Future<Void> quiet = door.quiet();

    await()
        .during(LONG_ENOUGH)
        .untilAsserted(
            () -> {
              assertThat(client.ask("GET k")).isEqualTo("\"v\"");
              assertThat(quiet.isComplete()).isFalse();
            });
  }

  @Test
  void aClientThatOnlyLooksWhoOwnsWhat_isNot() {
    Future<Void> quiet = door.quiet();

    await()
        .atMost(LONG_ENOUGH)
        .until(() -> client.ask("CLUSTER INFO").contains("cluster_state") && quiet.isComplete());
  }
}
