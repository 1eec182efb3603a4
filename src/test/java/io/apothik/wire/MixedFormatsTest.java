package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.apothik.message.ErrorCode;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Two nodes of which the second has newer software than the first. */
class MixedFormatsTest {
  private static final int NEXT = MessageWire.FORMAT + 1;
  private static final int KEYS = 100;

  private final Logger log = (Logger) LoggerFactory.getLogger(BusCodec.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final TestCluster cluster = TestCluster.of(2);
  private final Node older = cluster.node(1);
  private final Node newer = cluster.node(2);

  @BeforeEach
  void listen() {
    logged.start();
    log.addAppender(logged);
  }

  @AfterEach
  void close() {
    log.detachAppender(logged);
    cluster.close();
  }

  @Test
  void theNextFormatWithFurtherFields_livesInOneClusterWithThisOne() {
    OtherFormat format = OtherFormat.writtenBy(bus(newer), NEXT, MessageWire.FORMAT);

    for (int i = 0; i < KEYS; i++) {
      cluster.ask(older, TestCluster.put("older-" + i, "of older " + i));
      cluster.ask(newer, TestCluster.put("newer-" + i, "of newer " + i));
    }
    for (int i = 0; i < KEYS; i++) {
      assertThat(value(newer, "older-" + i)).isEqualTo("of older " + i);
      assertThat(value(older, "newer-" + i)).isEqualTo("of newer " + i);
      assertThat(value(older, "older-" + i)).isEqualTo("of older " + i);
    }
    assertThat(format.written()).isGreaterThan(KEYS);
    assertThat(logged.list).isEmpty();
  }

  @Test
  void aFormatThatIsNotUnderstood_failsRequestsAndReplies_andIsLogged() {
    String ofOlder = keyOf(older);
    String ofNewer = keyOf(newer);
    OtherFormat.writtenBy(bus(newer), NEXT + 1, NEXT);

    assertRefused(newer, ofOlder, "a request");
    assertRefused(older, ofNewer, "a reply");
    await()
        .untilAsserted(
            () ->
                assertThat(List.copyOf(logged.list))
                    .anySatisfy(
                        line ->
                            assertThat(line.getFormattedMessage())
                                .contains(
                                    "format " + (NEXT + 1),
                                    "format " + NEXT,
                                    "4 to " + MessageWire.FORMAT)));
  }

  @Test
  void aRequestThatNoConsumerCouldRead_failsAtOnce_andReachesNone() {
    OtherFormat.writtenBy(bus(newer), NEXT + 1, NEXT);

    assertThatThrownBy(
            () -> TestCluster.result(bus(newer).request(older.name().value(), new Leave())))
        .rootCause()
        .isInstanceOf(ReplyException.class)
        .hasMessageContaining("format " + (NEXT + 1));
    assertThat(older.live().names()).hasSize(2);
  }

  private static EventBus bus(Node node) {
    return node.vertx().eventBus();
  }

  private String value(Node through, String key) {
    return cluster.ask(through, TestCluster.get(key)).getString("value");
  }

  private String keyOf(Node owner) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "key-" + i)
        .filter(
            key ->
                cluster
                    .ask(new JsonObject().put("op", "where").put("key", key))
                    .getString("owner")
                    .equals(owner.name().value()))
        .findFirst()
        .orElseThrow();
  }

  private static void assertRefused(Node through, String key, String what) {
    assertThatThrownBy(() -> TestCluster.result(TestCluster.send(through, TestCluster.get(key))))
        .as(what)
        .rootCause()
        .isInstanceOfSatisfying(
            ReplyException.class,
            failure -> assertThat(failure.failureCode()).isEqualTo(ErrorCode.INTERNAL.number()))
        .hasMessageContaining("format " + (NEXT + 1));
  }
}
