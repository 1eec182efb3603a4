package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client node with a near cache; others write. */
@Beside
class NearReadsTest {
  private static final CacheOptions<String, String> TEXTS =
      CacheOptions.of(Codec.STRING, Codec.STRING);

  private final AtomicInteger asked = new AtomicInteger();
  private TestCluster cluster;
  private Cache<String, String> near;
  private Cache<String, String> far;

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3);
    far = Apothik.of(cluster.node(1)).cache("texts", TEXTS);
    Node client = cluster.start(NodeName.numbered(9, "127.0.0.1"), Role.CLIENT);
    client
        .vertx()
        .eventBus()
        .addOutboundInterceptor(
            sending -> {
              if (sending.body() instanceof Batch) {
                asked.incrementAndGet();
              }
              sending.next();
            });
    near = Apothik.of(client).cache("texts", TEXTS.withNearCache(1_000_000, Duration.ofSeconds(5)));
    result(far.put("key", "old"));
    awaitNear("key");
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  /** Reads until it is answered without asking. */
  private void awaitNear(String key) {
    await()
        .until(
            () -> {
              int before = asked.get();
              result(near.get(key));
              return asked.get() == before;
            });
  }

  @Test
  void whatAnotherNodeWrites_isSeenSoon() {
    result(far.put("key", "new"));

    await().untilAsserted(() -> assertThat(result(near.get("key"))).contains("new"));
  }

  @Test
  void whatAnotherNodeDeletes_isGoneSoon() {
    result(far.delete("key"));

    await().untilAsserted(() -> assertThat(result(near.get("key"))).isEmpty());
  }

  @Test
  void ownWrite_isSeenAtOnce() {
    for (int i = 0; i < 100; i++) {
      result(near.put("key", "own" + i));
      assertThat(result(near.get("key"))).contains("own" + i);
    }
  }

  @Test
  void entryWithItsVersion_isReadFromTheCluster() {
    int before = asked.get();

    assertThat(result(near.getEntry("key")).map(CacheEntry::value)).contains("old");
    assertThat(asked.get()).isGreaterThan(before);
  }

  @Test
  void afterANodeDied_whatIsWrittenThenIsSeen() {
    cluster.crash(cluster.node(3));
    result(far.put("key", "new"));

    await().untilAsserted(() -> assertThat(result(near.get("key"))).isEqualTo(Optional.of("new")));
    awaitNear("key");
  }
}
