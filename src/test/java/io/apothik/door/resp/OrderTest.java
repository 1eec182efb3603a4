package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.cluster.FreePorts;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one client sends in a row is done, and answered, in that order. */
class OrderTest {
  private static final TestCluster CLUSTER = TestCluster.of(1);
  private static int port;

  @BeforeAll
  static void aDoorThatSpeaksForItsClients() {
    Node node = CLUSTER.node(1);
    port = FreePorts.reserve("127.0.0.1");
    TestCluster.result(RespDoor.open(node.vertx(), "127.0.0.1", port, node, false));
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  @Test
  void commandsOfSeveralSlots_seeWhatWasSentBefore_andNothingSentAfter() {
    try (RespSocket socket = new RespSocket(port)) {
      socket.sendRaw("SET a 1\r\nSET b 2\r\nMGET a b\r\nSET a 3\r\nDEL a b\r\nMGET a b\r\n");

      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("*2\r\n$1\r\n1\r\n$1\r\n2\r\n");
      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo(":2\r\n");
      assertThat(socket.reply()).isEqualTo("*2\r\n$-1\r\n$-1\r\n");
    }
  }

  @Test
  void commandsOfOneSlot_areDoneInTheirOrder() {
    try (RespSocket socket = new RespSocket(port)) {
      socket.sendRaw("SET n 1\r\n" + "INCR n\r\n".repeat(100) + "GET n\r\n");

      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      for (int sum = 2; sum <= 101; sum++) {
        assertThat(socket.reply()).isEqualTo(":" + sum + "\r\n");
      }
      assertThat(socket.reply()).isEqualTo("$3\r\n101\r\n");
    }
  }

  @Test
  void commandsOnAllKeys_seeWhatWasSentBefore() {
    try (RespSocket socket = new RespSocket(port)) {
      socket.sendRaw("FLUSHALL\r\nSET c 1\r\nKEYS *\r\nFLUSHALL\r\nGET c\r\n");

      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("*1\r\n$1\r\nc\r\n");
      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("$-1\r\n");
    }
  }

  @Test
  void repliesThatAreNotWanted_areLeftOut() {
    try (RespSocket socket = new RespSocket(port)) {
      socket.sendRaw("CLIENT REPLY OFF\r\nPING\r\nSET o 1\r\nCLIENT REPLY ON\r\nGET o\r\n");

      assertThat(socket.reply()).isEqualTo("+OK\r\n");
      assertThat(socket.reply()).isEqualTo("$1\r\n1\r\n");
      socket.sendRaw("CLIENT REPLY SKIP\r\nGET o\r\nPING\r\n");
      assertThat(socket.reply()).isEqualTo("+PONG\r\n");
    }
  }
}
