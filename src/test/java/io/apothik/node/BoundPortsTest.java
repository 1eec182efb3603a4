package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** A node binds to the host in its name, and to nothing else. */
class BoundPortsTest {
  private static void connect(String host, int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 5_000);
    }
  }

  /** What listens at every address of the machine would answer at that one, too. */
  @Test
  void hazelcastsPort_isOpenAtThatHostAlone() {
    try (TestCluster cluster = TestCluster.of(1)) {
      HazelcastInstance hazelcast = TestCluster.hazelcast(cluster.node(1));
      int port = hazelcast.getCluster().getLocalMember().getAddress().getPort();

      assertThatCode(() -> connect("127.0.0.1", port)).doesNotThrowAnyException();
      assertThatThrownBy(() -> connect("127.0.0.2", port)).isInstanceOf(ConnectException.class);
    }
  }
}
