package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.framed;
import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that come, go, are too many, or mean no good; others are served all the while. */
@ExtendWith({LiveBridge.Lender.class, VertxExtension.class})
class ConnectionsTest {
  private static final int FLOOD_BYTES = 60_000_000;

  private final LiveBridge bridge;

  ConnectionsTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @AfterEach
  void othersAreServedAsBefore() throws IOException {
    bridge.assertServes();
  }

  @Test
  void aHalfFrameAndTheEnd_disturbNobody() throws IOException {
    byte[] frame = framed(BusSocket.request("1", json("{'op':'sum'}")).encode());
    for (int length : new int[] {0, 1, 3, 4, 5, frame.length / 2, frame.length - 1}) {
      try (BusSocket socket = bridge.connect()) {
        socket.sendBytes(Arrays.copyOf(frame, length));
      }
    }
  }

  @Test
  void aRequestAndTheEnd_disturbNobody() throws IOException {
    for (int i = 0; i < 100; i++) {
      try (BusSocket socket = bridge.connect()) {
        socket.send(BusSocket.request("1", json("{'op':'cluster'}")));
      }
    }
  }

  @Test
  void oneConnectionTooMany_isToldSoAndClosed_untilOthersEnd() throws IOException {
    int port = bridge.open("apothik");
    List<BusSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < Limits.BRIDGE_CONNECTIONS_MAX; i++) {
        sockets.add(new BusSocket(port));
        assertThat(isServed(sockets.get(i))).isTrue();
      }
      assertNextIsRefused(port);
      assertThat(isServed(sockets.get(0))).isTrue();
    } finally {
      for (BusSocket socket : sockets) {
        socket.close();
      }
    }
    await()
        .untilAsserted(
            () -> {
              try (BusSocket socket = new BusSocket(port)) {
                assertThat(isServed(socket)).isTrue();
              }
            });
  }

  @Test
  void aFloodOfGarbage_isCutOff() throws IOException {
    byte[] garbage = new byte[1_000_000];
    new Random(7).nextBytes(garbage);
    ByteBuffer.wrap(garbage).putInt(Integer.MAX_VALUE);
    try (BusSocket socket = bridge.connect()) {
      for (int sent = 0; sent < FLOOD_BYTES; sent += garbage.length) {
        socket.sendBytes(garbage);
      }
      socket.awaitEnd();
    } catch (SocketException cutOff) {
      assertThat(cutOff).hasMessageMatching("(?i).*(reset|broken|abort).*");
    }
  }

  @Test
  void aFloodOfHalfFrames_isHeldWhileOthersAreServed() throws IOException {
    byte[] half = Arrays.copyOf(framed(new byte[Limits.FRAME_BYTES_MAX]), Limits.FRAME_BYTES_MAX);
    List<BusSocket> sockets = new ArrayList<>();
    try {
      for (int sent = 0; sent < FLOOD_BYTES; sent += half.length) {
        BusSocket socket = bridge.connect();
        sockets.add(socket);
        socket.sendBytes(half);
      }
      bridge.assertServes();
    } finally {
      for (BusSocket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void aPortThatIsTaken_isNamed(VertxTestContext test) throws IOException {
    ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int port = taken.getLocalPort();
    BusBridge.open(bridge.node().vertx(), LiveBridge.HOST, port, "apothik")
        .onComplete(
            test.failing(
                failure ->
                    test.verify(
                        () -> {
                          taken.close();
                          assertThat(failure).isInstanceOf(FailureException.class);
                          assertThat(((FailureException) failure).code())
                              .isEqualTo(ErrorCode.BAD_REQUEST);
                          assertThat(failure)
                              .hasMessageStartingWith(
                                  "the bridge cannot listen at 127.0.0.1:" + port + ": ");
                          test.completeNow();
                        })));
  }

  private static void assertNextIsRefused(int port) throws IOException {
    try (BusSocket tooMany = new BusSocket(port)) {
      assertThat(tooMany.receive())
          .isEqualTo(
              json(
                  "{'type':'err','failureCode':7,'failureType':'RECIPIENT_FAILURE',"
                      + "'message':'TOO_MANY_CONNECTIONS: there are 256 connections already'}"));
      tooMany.awaitEnd();
    }
  }

  private static boolean isServed(BusSocket socket) throws IOException {
    socket.send(json("{'type':'ping'}"));
    return socket.receive().equals(json("{'type':'pong'}"));
  }
}
