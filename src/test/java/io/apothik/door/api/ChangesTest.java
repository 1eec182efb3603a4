package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.Version;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client node listens to what others write. */
@Beside
class ChangesTest {
  private static final CacheOptions<String, Long> NUMBERS =
      CacheOptions.of(Codec.STRING, Codec.LONG);
  private static final int KEYS = 200;

  private TestCluster cluster;
  private Cache<String, Long> written;
  private Cache<String, Long> heard;
  private final List<CacheEvent<String>> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void boot() {
    cluster = TestCluster.of(3);
    written = Apothik.of(cluster.node(1)).cache("numbers", NUMBERS);
    Node client = cluster.start(NodeName.numbered(9, "127.0.0.1"), Role.CLIENT);
    heard = Apothik.of(client).cache("numbers", NUMBERS);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void changes_areToldInTheirOrder() {
    result(heard.onChange(events::add));

    Version first = result(written.put("a", 1L));
    Version second = result(written.put("a", 2L));
    result(written.delete("a"));

    await().until(() -> events.size() >= 3);
    assertThat(events.get(0)).isEqualTo(new CacheEvent.Stored<>("a", first));
    assertThat(events.get(1)).isEqualTo(new CacheEvent.Stored<>("a", second));
    assertThat(events.get(2))
        .isInstanceOfSatisfying(
            CacheEvent.Removed.class, removed -> assertThat(removed.key()).isEqualTo("a"));
  }

  @Test
  void entryWhoseTimeIsOver_isToldAsRemoved() {
    result(heard.onChange(events::add));

    result(written.put("brief", 1L));
    result(written.expire("brief", Duration.ofMillis(50)));

    await().until(() -> events.stream().anyMatch(CacheEvent.Removed.class::isInstance));
  }

  @Test
  void otherPrefixesAndCaches_areNotTold() {
    result(heard.onChange(Bytes.utf8("user:"), events::add));
    Cache<String, Long> other = Apothik.of(cluster.node(2)).cache("others", NUMBERS);

    result(written.put("order:1", 1L));
    result(other.put("user:1", 1L));
    Version version = result(written.put("user:1", 1L));

    await().until(() -> !events.isEmpty());
    assertThat(events).containsExactly(new CacheEvent.Stored<>("user:1", version));
  }

  @Test
  void afterTheEnd_nothingIsTold() {
    Subscription subscription = result(heard.onChange(events::add));
    List<CacheEvent<String>> others = new CopyOnWriteArrayList<>();
    result(heard.onChange(others::add));

    subscription.end();
    result(written.put("a", 1L));

    await().until(() -> !others.isEmpty());
    assertThat(events).isEmpty();
  }

  @Test
  void handler_isCalledOnTheContextOnWhichItBeganToListen() {
    Vertx vertx = Vertx.vertx();
    Context context = vertx.getOrCreateContext();
    List<Context> contexts = new CopyOnWriteArrayList<>();
    Future<Subscription> begun =
        Future.future(
            promise ->
                context.runOnContext(
                    ignored ->
                        heard
                            .onChange(event -> contexts.add(Vertx.currentContext()))
                            .onComplete(promise)));
    result(begun);

    result(written.put("a", 1L));

    await().until(() -> !contexts.isEmpty());
    assertThat(contexts).containsOnly(context);
    result(vertx.close());
  }

  @Test
  void whileNodesJoinAndDie_everyChangeIsToldInOrderOrMarkedAsMissed() {
    Map<String, Version> told = new HashMap<>();
    result(heard.onChange(event -> note(event, told)));
    write(1);
    await().untilAsserted(() -> assertThat(knowledge(told)).isEqualTo(stored()));

    cluster.start(4);
    write(2);
    cluster.awaitSettled();
    write(3);
    cluster.crash(cluster.node(2));
    write(4);
    cluster.awaitSettled();
    write(5);

    await().untilAsserted(() -> assertThat(knowledge(told)).isEqualTo(stored()));
    assertThat(events).isEmpty();
  }

  /** What is told after something later goes to {@link #events}. */
  private void note(CacheEvent<String> event, Map<String, Version> told) {
    synchronized (told) {
      if (event instanceof CacheEvent.Stored<String> stored) {
        Version before = told.put(stored.key(), stored.version());
        if (before != null && stored.version().isBefore(before)) {
          events.add(event);
        }
      } else if (event instanceof CacheEvent.Missed<String> missed) {
        told.keySet().removeIf(missed.concerns());
      }
    }
  }

  /** Of what was missed, whoever listens looks what is there. */
  private Map<String, Optional<Version>> knowledge(Map<String, Version> told) {
    Map<String, Optional<Version>> known = new HashMap<>();
    synchronized (told) {
      told.forEach((key, version) -> known.put(key, Optional.of(version)));
    }
    keys().forEach(key -> known.computeIfAbsent(key, this::version));
    return known;
  }

  private Map<String, Optional<Version>> stored() {
    Map<String, Optional<Version>> stored = new HashMap<>();
    keys().forEach(key -> stored.put(key, version(key)));
    return stored;
  }

  private Optional<Version> version(String key) {
    return result(written.getEntry(key)).map(CacheEntry::version);
  }

  private void write(long value) {
    List<Future<Version>> writes = new ArrayList<>();
    keys().forEach(key -> writes.add(written.put(key, value)));
    result(Future.all(writes));
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int number = 0; number < KEYS; number++) {
      keys.add("key" + number);
    }
    return keys;
  }
}
