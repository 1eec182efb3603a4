package io.apothik.node;

import static io.apothik.node.TestCluster.get;
import static io.apothik.node.TestCluster.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.message.NodeMessage.Batch;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Of two cache nodes each has a copy of every key; where gets go that may be stale. */
class StaleGetTest {
  private static final AtomicInteger BATCHES = new AtomicInteger();
  private static final Set<String> ASKED = ConcurrentHashMap.newKeySet();
  private static final int MANY = 40;

  private static TestCluster cluster;
  private static Node client;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2);
    client = cluster.start(new NodeName("reader_9@127.0.0.1"), Role.CLIENT);
    for (Node node : List.of(cluster.node(1), client)) {
      node.vertx()
          .eventBus()
          .addOutboundInterceptor(
              sending -> {
                if (sending.body() instanceof Batch) {
                  BATCHES.incrementAndGet();
                  ASKED.add(sending.message().address());
                }
                sending.next();
              });
    }
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void theNodesOwnCopy_answersWithoutAMessage() {
    String key = keyOfOther("own");
    cluster.ask(put(key, "value"));

    await().untilAsserted(() -> assertThat(batchesFor(staleGet(key), "value")).isZero());
    assertThat(batchesFor(get(key), "value")).isOne();
  }

  @Test
  void theNodesOwnCopy_answersWhileThePrimaryStandsStill() throws Exception {
    String key = keyOfOther("still");
    cluster.ask(put(key, "value"));
    await().untilAsserted(() -> assertThat(batchesFor(staleGet(key), "value")).isZero());
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch stands = new CountDownLatch(1);
    cluster
        .node(2)
        .vertx()
        .runOnContext(
            ignored -> {
              stands.countDown();
              awaitLatch(goOn);
            });
    awaitLatch(stands);

    try {
      assertThat(cluster.ask(cluster.node(1), staleGet(key)).getString("value")).isEqualTo("value");
    } finally {
      goOn.countDown();
    }
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Test
  void whatTheBackupCannotTell_thePrimaryDoes() {
    String key = keyOfOther("idle");
    cluster.ask(put(key, "value").put("maxIdleMillis", 60_000));

    for (int i = 0; i < 10; i++) {
      assertThat(batchesFor(staleGet(key), "value")).isOne();
    }
    assertRefused(staleGet(key).put("node", 1), "NOT_READY");
  }

  @Test
  void aNodeWithoutACopy_asksNowThisAndNowThat() {
    String key = keyOfOther("spread");
    cluster.ask(client, put(key, "value"));
    ASKED.clear();

    for (int i = 0; i < MANY; i++) {
      assertThat(cluster.ask(client, staleGet(key)).getString("value")).isEqualTo("value");
    }

    assertThat(ASKED).hasSize(2);
  }

  @Test
  void manyKeysAtOnce_areReadFromTheNodesOwnCopies() {
    List<String> keys = keysOfOther("many").limit(MANY).toList();
    keys.forEach(key -> cluster.ask(put(key, "value")));
    JsonObject getMany = new JsonObject().put("op", "get-many").put("keys", new JsonArray(keys));
    JsonObject stale = getMany.copy().put("stale", true);

    await()
        .untilAsserted(
            () -> {
              BATCHES.set(0);
              Set<String> values = new HashSet<>();
              cluster
                  .ask(cluster.node(1), stale)
                  .getJsonArray("results")
                  .forEach(result -> values.add(((JsonObject) result).getString("value")));
              assertThat(values).containsExactly("value");
              assertThat(BATCHES.get()).isZero();
            });
  }

  @Test
  void aNodeThatIsNamed_answersFromItsBackup_onlyIfTheGetMayBeStale() {
    String key = keyOfOther("named");
    cluster.ask(put(key, "value"));

    await()
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(cluster.ask(client, staleGet(key).put("node", 1)).getString("value"))
                    .isEqualTo("value"));
    assertRefused(get(key).put("node", 1), "NOT_OWNER");
  }

  private static JsonObject staleGet(String key) {
    return get(key).put("stale", true);
  }

  /** How many messages with requests this takes, of node 1. */
  private static int batchesFor(JsonObject request, String value) {
    BATCHES.set(0);
    assertThat(cluster.ask(cluster.node(1), request).getString("value")).isEqualTo(value);
    return BATCHES.get();
  }

  private static void assertRefused(JsonObject request, String code) {
    assertThatThrownBy(() -> cluster.ask(client, request)).rootCause().hasMessageContaining(code);
  }

  private static String keyOfOther(String prefix) {
    return keysOfOther(prefix).findFirst().orElseThrow();
  }

  /** Keys of which node 2 is the primary, and node 1 the backup. */
  private static Stream<String> keysOfOther(String prefix) {
    SlotTable table = cluster.node(1).table();
    return IntStream.range(0, 1_000)
        .mapToObj(i -> prefix + "-" + i)
        .filter(
            key ->
                table
                    .owners(Placement.SLOTS.slotOf(Bytes.utf8(key), table.slotCount()))
                    .isPrimary(cluster.node(2).name()));
  }
}
