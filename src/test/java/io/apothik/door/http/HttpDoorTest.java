package io.apothik.door.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the HTTP door refuses. */
class HttpDoorTest {
  private static final Doors DOORS = new Doors();
  private static TestCluster cluster;
  private static Node node;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(1);
    node = cluster.node(1);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void anUnknownPath_isNotFound() {
    assertThat(DOORS.get(node, "/nothing").status()).isEqualTo(404);
    assertThat(DOORS.get(node, "/health").status()).isEqualTo(404);
  }

  @Test
  void anotherMethod_isNotAllowed() {
    assertThat(DOORS.ask(DOORS.request(node, "/metrics").DELETE()).status()).isEqualTo(405);
    assertThat(
            DOORS
                .ask(DOORS.request(node, "/health/live").POST(BodyPublishers.ofString("{}")))
                .status())
        .isEqualTo(405);
  }

  @Test
  void aBodyThatIsTooLong_isRefused() {
    String tooLong = "x".repeat(HttpDoor.BODY_BYTES_MAX + 1);

    assertThat(
            DOORS
                .ask(DOORS.request(node, "/metrics").POST(BodyPublishers.ofString(tooLong)))
                .status())
        .isEqualTo(413);
  }

  @Test
  void aHeaderOrAFirstLineThatIsTooLong_isRefused() throws Exception {
    assertThat(raw("GET /metrics HTTP/1.1\r\nx: " + "x".repeat(HttpDoor.HEADER_BYTES_MAX)))
        .contains(" 431 ");
    assertThat(raw("GET /" + "x".repeat(HttpDoor.LINE_BYTES_MAX) + " HTTP/1.1")).contains(" 414 ");
  }

  @Test
  void moreConnectionsThanTheLimit_areClosed_andTheOthersGoOn() throws Exception {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < HttpDoor.CONNECTIONS_MAX; i++) {
        open.add(new Socket(InetAddress.getLoopbackAddress(), DOORS.port(node)));
      }
      try (Socket oneMore = new Socket(InetAddress.getLoopbackAddress(), DOORS.port(node))) {
        assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
      }
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void aPortThatIsTaken_isNamed() throws Exception {
    Vertx vertx = node.vertx();
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int taken = other.getLocalPort();

      assertThatThrownBy(
              () ->
                  TestCluster.result(
                      HttpDoor.open(
                          vertx, Doors.HOST, taken, HttpDoor.router(vertx), Protection.NONE)))
          .hasStackTraceContaining("the HTTP door cannot listen at 127.0.0.1:" + taken);
    }
  }

  @Test
  void aNodeThatDoesNotSayHowItIs_livesNoMore() {
    Vertx vertx = node.vertx();
    int port = FreePorts.reserve(Doors.HOST);
    Router router = HttpDoor.router(vertx);
    OperatorRoutes.mount(router, node, taker -> {}, DOORS.registry, Protection.NONE);
    TestCluster.result(HttpDoor.open(vertx, Doors.HOST, port, router, Protection.NONE));

    assertThat(DOORS.ask(Doors.request(port, "/health/live").GET()).status()).isEqualTo(503);
  }

  /** What the server says to these bytes. */
  private static String raw(String head) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), DOORS.port(node))) {
      socket.getOutputStream().write((head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(64), StandardCharsets.US_ASCII);
    }
  }
}
