package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.framed;
import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.apothik.message.Limits;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many requests on one connection. */
@ExtendWith(LiveBridge.Lender.class)
class FlowTest {
  private static final int REQUESTS = 5_000;

  private final LiveBridge bridge;
  private final EventBus bus;

  FlowTest(LiveBridge bridge) {
    this.bridge = bridge;
    this.bus = bridge.node().vertx().eventBus();
  }

  @Test
  void requestsSentWithoutReadingReplies_areAllAnsweredOnceRepliesAreRead() throws IOException {
    try (BusSocket socket = bridge.connect()) {
      CompletableFuture<Void> sent =
          sendAll(socket, i -> json("{'op':'put','key':'flow-" + i + "','value':'" + i + "'}"));

      assertEachIsAnswered(socket);
      sent.join();
      assertThat(socket.reply("{'op':'get','key':'flow-4999'}").getString("value"))
          .isEqualTo("4999");
    }
  }

  @Test
  void whileRequestsAreUnanswered_noMoreThanTheLimitIsTaken() throws IOException {
    Queue<Message<JsonObject>> held = new ConcurrentLinkedQueue<>();
    MessageConsumer<JsonObject> master = bus.localConsumer("held", held::add);
    try (BusSocket socket = new BusSocket(bridge.open("held"))) {
      socket.sendBytes(packet("held"));

      assertReachesAndStays(held::size, Limits.BRIDGE_IN_FLIGHT_MAX);
      held.remove().reply(new JsonObject());
      assertThat(socket.receive().getString("address")).isEqualTo("0");
      assertReachesAndStays(held::size, Limits.BRIDGE_IN_FLIGHT_MAX);
    } finally {
      LiveBridge.await(master.unregister());
    }
  }

  @Test
  void whatWaitedForOthersToBeAnswered_isAnsweredAfterThem() throws IOException {
    Promise<Void> released = Promise.promise();
    AtomicInteger taken = new AtomicInteger();
    MessageConsumer<JsonObject> master =
        bus.localConsumer(
            "released",
            request -> {
              taken.incrementAndGet();
              released.future().onSuccess(now -> request.reply(new JsonObject()));
            });
    try (BusSocket socket = new BusSocket(bridge.open("released"))) {
      socket.sendBytes(packet("released"));
      await().until(() -> taken.get() == Limits.BRIDGE_IN_FLIGHT_MAX);

      released.complete();
      assertEachIsAnswered(socket);
      assertThat(taken).hasValue(REQUESTS);
    } finally {
      LiveBridge.await(master.unregister());
    }
  }

  @Test
  void whileRepliesAreNotRead_noMoreRequestsAreTaken() throws IOException {
    String large = "x".repeat(8_192);
    AtomicInteger taken = new AtomicInteger();
    MessageConsumer<JsonObject> master =
        bus.localConsumer(
            "counted",
            request -> {
              taken.incrementAndGet();
              request.reply(new JsonObject().put("large", large));
            });
    try (BusSocket socket = new BusSocket(bridge.open("counted"))) {
      sendAll(socket, "counted", i -> new JsonObject()).join();

      int paused = await().during(Duration.ofMillis(500)).until(taken::get, new Unchanged()::is);
      assertThat(paused).isBetween(1, REQUESTS - 1);
      assertEachIsAnswered(socket);
      assertThat(taken).hasValue(REQUESTS);
    } finally {
      LiveBridge.await(master.unregister());
    }
  }

  @Test
  void aClientThatReadsNothing_isCutOff_onceTooMuchWaitsForIt() throws IOException {
    String large = "x".repeat(Limits.VALUE_BYTES_MAX);
    AtomicInteger taken = new AtomicInteger();
    MessageConsumer<JsonObject> master =
        bus.localConsumer(
            "large",
            request -> {
              taken.incrementAndGet();
              request.reply(new JsonObject().put("large", large));
            });
    try (BusSocket socket = new BusSocket(bridge.open("large"))) {
      socket.sendBytes(packet("large"));

      assertReachesAndStays(taken::get, Limits.BRIDGE_IN_FLIGHT_MAX);
      assertThat(socket.countToEnd()).isLessThan(2L * Limits.BRIDGE_UNREAD_BYTES_MAX);
      assertThat(taken).hasValue(Limits.BRIDGE_IN_FLIGHT_MAX);
      bridge.assertServes();
      assertThat(events("slow-client-dropped"))
          .last(STRING)
          .startsWith("the client 127.0.0.1:")
          .contains(" of the bridge was cut off: more than ");
    } finally {
      LiveBridge.await(master.unregister());
    }
  }

  private List<String> events(String kind) throws IOException {
    try (BusSocket socket = bridge.connect()) {
      JsonArray events = socket.reply("{'op':'events'}").getJsonArray("events");
      return IntStream.range(0, events.size())
          .mapToObj(events::getJsonObject)
          .filter(event -> event.getString("kind").equals(kind))
          .map(event -> event.getString("text"))
          .toList();
    }
  }

  @Test
  void aFrameInSingleBytes_isPutTogether() throws IOException {
    try (BusSocket socket = bridge.connect()) {
      byte[] frame = framed(BusSocket.request("1", json("{'op':'sum'}")).encode());
      for (byte one : frame) {
        socket.sendBytes(one);
      }

      assertThat(socket.receive().getJsonObject("body").getBoolean("ok")).isTrue();
    }
  }

  @Test
  void manyFramesInOnePacket_areTakenApart() throws IOException {
    try (BusSocket socket = bridge.connect()) {
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      for (int i = 0; i < REQUESTS; i++) {
        packet.writeBytes(framed("{\"type\":\"ping\"}"));
      }
      socket.sendBytes(packet.toByteArray());

      for (int i = 0; i < REQUESTS; i++) {
        assertThat(socket.receive()).isEqualTo(json("{'type':'pong'}"));
      }
    }
  }

  /** Whether a number is the same as when it was last asked. */
  private static final class Unchanged {
    private int last = -1;

    boolean is(int now) {
      boolean same = now == last;
      last = now;
      return same;
    }
  }

  private static void assertReachesAndStays(IntSupplier number, int expected) {
    await().until(() -> number.getAsInt() >= expected);
    await()
        .during(Duration.ofMillis(300))
        .untilAsserted(() -> assertThat(number.getAsInt()).isEqualTo(expected));
  }

  /** All requests in one piece, so that a single read of the bridge finds many. */
  private static byte[] packet(String address) {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (int i = 0; i < REQUESTS; i++) {
      packet.writeBytes(framed(request(address, i, new JsonObject()).encode()));
    }
    return packet.toByteArray();
  }

  private static CompletableFuture<Void> sendAll(BusSocket socket, IntFunction<JsonObject> body) {
    return sendAll(socket, "apothik", body);
  }

  private static CompletableFuture<Void> sendAll(
      BusSocket socket, String address, IntFunction<JsonObject> body) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            for (int i = 0; i < REQUESTS; i++) {
              socket.send(request(address, i, body.apply(i)));
            }
          } catch (IOException broken) {
            throw new AssertionError(broken);
          }
        });
  }

  private static JsonObject request(String address, int number, JsonObject body) {
    return BusSocket.request(Integer.toString(number), body).put("address", address);
  }

  private static void assertEachIsAnswered(BusSocket socket) throws IOException {
    BitSet answered = new BitSet(REQUESTS);
    for (int i = 0; i < REQUESTS; i++) {
      JsonObject frame = socket.receive();
      assertThat(frame.getString("type")).isEqualTo("message");
      answered.set(Integer.parseInt(frame.getString("address")));
    }
    assertThat(answered.cardinality()).isEqualTo(REQUESTS);
  }
}
