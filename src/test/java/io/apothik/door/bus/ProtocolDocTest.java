package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.cluster.Addresses;
import io.apothik.door.bus.ProtocolDoc.Example;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.node.Node;
import io.apothik.slot.NodeName;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The protocol's page says what the bridge does. */
@ExtendWith(LiveBridge.Lender.class)
class ProtocolDocTest {
  /** What depends on what other tests stored, on how often the table changed, and on time. */
  private static final Set<String> VARYING =
      Set.of(
          "entries",
          "backupEntries",
          "bytes",
          "epoch",
          "version",
          "ttlMillis",
          "deleted",
          "agoMillis",
          "moves",
          "longestPauseMillis",
          "meanPauseMillis",
          "memoryBytes",
          "requestsPerSecond",
          "inFlight",
          "callsPerSecond",
          "errorsPerSecond");

  /** What is there only if there were requests lately. */
  private static final Set<String> OPTIONAL =
      Set.of("hitRatio", "p50Micros", "p99Micros", "p999Micros");

  /** What was observed is another thing each time: the page shows its shape. */
  private static final Set<String> OBSERVING = Set.of("history", "hot-keys", "events");

  private static Node second;
  private static MessageConsumer<Request> supervisor;

  private final LiveBridge bridge;

  ProtocolDocTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  /** The cluster that the page's examples speak of: two nodes, and somebody who can start more. */
  @BeforeAll
  static void twoNodes(LiveBridge bridge) {
    second = bridge.startSecond();
    await()
        .until(
            () ->
                Stream.of(bridge.node(), second)
                    .allMatch(
                        node -> node.table().nodes().size() == 2 && node.table().moving() == 0));
    supervisor =
        bridge
            .node()
            .vertx()
            .eventBus()
            .localConsumer(Addresses.SUPERVISOR, message -> message.reply(answer(message.body())));
  }

  @AfterAll
  static void oneNode() {
    LiveBridge.await(supervisor.unregister());
    LiveBridge.await(second.close());
  }

  /** Stands in for a supervisor of processes, of which there are none in this test. */
  private static Reply answer(Request request) {
    return request instanceof Request.Start start
        ? new Reply.Started(NodeName.numbered(start.number(), LiveBridge.HOST))
        : new Reply.Done();
  }

  @TestFactory
  Stream<DynamicTest> everyExample_isAnsweredAsItSays() throws IOException {
    List<Example> examples = ProtocolDoc.read().examples();

    assertThat(examples).hasSizeGreaterThanOrEqualTo(12);
    return examples.stream()
        .map(
            example ->
                DynamicTest.dynamicTest(example.request().encode(), () -> assertAnswered(example)));
  }

  private void assertAnswered(Example example) throws IOException {
    JsonObject request = example.request();
    boolean whole = request.containsKey("type");
    try (BusSocket socket = bridge.connect()) {
      socket.send(whole ? request : BusSocket.request("1", request));
      JsonObject frame = socket.receive();

      if (OBSERVING.contains(request.getString("op", ""))) {
        assertAlike(frame.getJsonObject("body"), example.reply(), "");
      } else {
        assertSame(whole ? frame : frame.getJsonObject("body"), example.reply(), "");
      }
    }
  }

  /** The same fields of the same types, and lists of such things, however many. */
  private static void assertAlike(Object actual, Object documented, String field) {
    assertThat(actual).as(field).isInstanceOfAny(documented.getClass(), Number.class);
    if (field.equals("events") && actual instanceof JsonObject event) {
      // What happened to no single node names none.
      event.put("node", event.getString("node", ""));
    }
    if (field.equals("errors")) {
      assertThat(((JsonObject) actual).stream())
          .allMatch(code -> code.getValue() instanceof Number);
    } else if (documented instanceof JsonObject object) {
      JsonObject other = (JsonObject) actual;
      assertThat(fields(other)).as(field).isEqualTo(fields(object));
      fields(object)
          .forEach(name -> assertAlike(other.getValue(name), object.getValue(name), name));
    } else if (documented instanceof JsonArray array && !array.isEmpty()) {
      ((JsonArray) actual).forEach(each -> assertAlike(each, array.getValue(0), field));
    }
  }

  private static Set<String> fields(JsonObject object) {
    return object.fieldNames().stream()
        .filter(name -> !OPTIONAL.contains(name))
        .collect(Collectors.toSet());
  }

  private static void assertSame(Object actual, Object documented, String field) {
    if (documented instanceof JsonObject object) {
      assertThat(actual).as(field).isInstanceOf(JsonObject.class);
      JsonObject other = (JsonObject) actual;
      assertThat(fields(other)).as(field).isEqualTo(fields(object));
      fields(object).forEach(name -> assertSame(other.getValue(name), object.getValue(name), name));
    } else if (documented instanceof JsonArray array) {
      assertThat(actual).as(field).isInstanceOf(JsonArray.class);
      assertThat((JsonArray) actual).as(field).hasSize(array.size());
      for (int i = 0; i < array.size(); i++) {
        assertSame(((JsonArray) actual).getValue(i), array.getValue(i), field);
      }
    } else if (VARYING.contains(field)) {
      boolean number = documented instanceof Number;
      assertThat(actual).as(field).isInstanceOf(number ? Number.class : String.class);
    } else {
      assertThat(actual).as(field).isEqualTo(documented);
    }
  }

  @Test
  void everyErrorCode_isListedAsItIs() throws IOException {
    List<List<String>> codes =
        Stream.of(ErrorCode.values())
            .map(
                code ->
                    List.of(
                        Integer.toString(code.number()),
                        code.name(),
                        code.isRetryable() ? "yes" : "no",
                        code.applied().name().toLowerCase(Locale.ROOT)))
            .toList();

    assertThat(ProtocolDoc.read().rows("## Error codes"))
        .extracting(cells -> cells.subList(0, 4))
        .containsExactlyElementsOf(codes);
  }

  @Test
  void everyErrorCode_isExplained() throws IOException {
    assertThat(ProtocolDoc.read().rows("## Error codes"))
        .allSatisfy(cells -> assertThat(cells.get(4)).isNotBlank());
  }

  @Test
  void everyLimit_isListedAsItIs() throws IOException {
    List<Long> limits =
        LongStream.of(
                Limits.KEY_BYTES_MAX,
                Limits.VALUE_BYTES_MAX,
                Limits.FRAME_BYTES_MAX,
                Limits.TIMEOUT_MILLIS_MAX,
                Limits.STALE_MILLIS_MAX,
                Limits.MANY_KEYS_MAX,
                Limits.MANY_BYTES_MAX,
                Limits.SCAN_KEYS_MAX,
                Limits.LIFETIME_MILLIS_MAX,
                Limits.FILL_ENTRIES_MAX,
                Limits.HOT_KEYS_MAX,
                Limits.SAMPLES_MAX,
                Limits.JOURNAL_EVENTS_MAX,
                Limits.BRIDGE_IN_FLIGHT_MAX,
                Limits.BRIDGE_CONNECTIONS_MAX)
            .boxed()
            .toList();

    assertThat(ProtocolDoc.read().rows("Limits:"))
        .extracting(cells -> greatestNumber(cells.get(1)))
        .containsExactlyElementsOf(limits);
  }

  private static long greatestNumber(String cell) {
    return Stream.of(cell.replace(",", "").split("\\D+"))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .max()
        .orElseThrow();
  }
}
