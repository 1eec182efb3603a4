package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Version;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CacheTest {
  record City(String name, int people) {}

  private static final CacheOptions<String, String> TEXTS =
      CacheOptions.of(Codec.STRING, Codec.STRING);

  private static TestCluster cluster;
  private static Apothik here;
  private static Apothik there;
  private static Cache<String, String> texts;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2);
    here = Apothik.of(cluster.node(1));
    there = Apothik.of(cluster.start(NodeName.numbered(3, "127.0.0.1"), Role.CLIENT));
    texts = here.cache("texts", TEXTS);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void put_isFoundThroughAnotherNode() {
    CacheOptions<Long, City> options = CacheOptions.of(Codec.LONG, Codec.of(City.class));
    City paris = new City("Paris", 2_100_000);

    result(here.cache("cities", options).put(75L, paris));

    assertThat(result(there.cache("cities", options).get(75L))).contains(paris);
  }

  @Test
  void absentKey_isFoundNowhere() {
    assertThat(result(texts.get("absent"))).isEmpty();
    assertThat(result(texts.getEntry("absent"))).isEmpty();
    assertThat(result(texts.contains("absent"))).isFalse();
    assertThat(result(texts.delete("absent"))).isFalse();
    assertThat(result(texts.touch("absent"))).isFalse();
    assertThat(result(texts.expire("absent", Duration.ofSeconds(1)))).isFalse();
  }

  @Test
  void twoCaches_doNotSeeEachOther() {
    result(texts.put("same", "one"));
    Cache<String, String> other = here.cache("texts.2", TEXTS);

    assertThat(result(other.get("same"))).isEmpty();
    result(other.put("same", "two"));
    assertThat(result(texts.get("same"))).contains("one");
  }

  @Test
  void aCache_isAPrefixOfTheClustersKeys() {
    result(texts.put("seen", "x"));

    JsonObject seen = cluster.ask(TestCluster.get("texts:seen"));
    assertThat(seen.getString("value")).isEqualTo("x");
  }

  @Test
  void putIfAbsent_storesOnce() {
    assertThat(result(texts.putIfAbsent("once", "a"))).isTrue();
    assertThat(result(texts.putIfAbsent("once", "b"))).isFalse();
    assertThat(result(texts.get("once"))).contains("a");
  }

  @Test
  void replace_needsTheVersionThatIsThere() {
    Version first = result(texts.put("versioned", "a"));
    CacheEntry<String> entry = result(texts.getEntry("versioned")).orElseThrow();
    assertThat(entry).isEqualTo(new CacheEntry<>("a", first, 0));

    assertThat(result(texts.replace("versioned", first, "b"))).isTrue();
    assertThat(result(texts.replace("versioned", first, "c"))).isFalse();
    assertThat(result(texts.get("versioned"))).contains("b");
  }

  @Test
  void deleteOfAVersion_leavesANewerOne() {
    Version first = result(texts.put("deleted", "a"));
    Version second = result(texts.put("deleted", "b"));

    assertThat(result(texts.delete("deleted", first))).isFalse();
    assertThat(result(texts.delete("deleted", second))).isTrue();
    assertThat(result(texts.contains("deleted"))).isFalse();
  }

  @Test
  void compareAndSet_needsTheValueThatIsThere() {
    result(texts.put("swapped", "a"));

    assertThat(result(texts.compareAndSet("swapped", "x", "b"))).isFalse();
    assertThat(result(texts.compareAndSet("swapped", "a", "b"))).isTrue();
    assertThat(result(texts.get("swapped"))).contains("b");
  }

  @Test
  void anEntry_hasTheLifetimeOfItsCache_unlessItHasItsOwn() {
    Cache<String, String> mortal =
        here.cache("mortal", TEXTS.withTimeToLive(Duration.ofMinutes(10)));
    result(mortal.put("a", "x"));
    result(mortal.put("b", "x", Lifetime.UNLIMITED));

    assertThat(result(mortal.getEntry("a")).orElseThrow().timeToLive().orElseThrow())
        .isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
    assertThat(result(mortal.getEntry("b")).orElseThrow().timeToLive()).isEmpty();
    assertThat(result(mortal.persist("a"))).isTrue();
    assertThat(result(mortal.getEntry("a")).orElseThrow().timeToLive()).isEmpty();
  }

  @Test
  void anEntryWhoseTimeIsOver_isGone() {
    result(texts.put("short", "x", new Lifetime(1, 0)));
    result(texts.put("shortened", "x"));
    assertThat(result(texts.expire("shortened", Duration.ofMillis(1)))).isTrue();

    await().until(() -> result(texts.get("short")).isEmpty());
    await().until(() -> result(texts.get("shortened")).isEmpty());
  }

  @Test
  void aCounter_begins_withTheLifetimeOfItsCache() {
    Cache<String, Long> counters =
        here.cache(
            "counters",
            CacheOptions.of(Codec.STRING, Codec.LONG).withTimeToLive(Duration.ofMinutes(10)));

    assertThat(result(counters.increment("visits", 2))).isEqualTo(2);
    assertThat(result(counters.increment("visits", 3))).isEqualTo(5);
    CacheEntry<Long> entry = result(counters.getEntry("visits")).orElseThrow();
    assertThat(entry.value()).isEqualTo(5);
    assertThat(entry.timeToLive()).isPresent();
  }

  @Test
  void incrementOfAText_isRefused() {
    result(texts.put("word", "x"));

    assertThat(Failures.expected(texts.increment("word", 1)).code())
        .isEqualTo(ErrorCode.NOT_A_NUMBER);
  }

  @Test
  void aValueOfAnotherType_failsTheFuture_andNamesCacheKeyAndType() {
    result(texts.put("broken", "nonsense"));
    Cache<String, City> cities =
        there.cache("texts", CacheOptions.of(Codec.STRING, Codec.of(City.class)));

    FailureException failure = Failures.expected(cities.get("broken"));

    assertThat(failure.code()).isEqualTo(ErrorCode.UNREADABLE);
    assertThat(failure).hasMessageContainingAll("'texts'", "'broken'", "'nonsense'", "City");
    assertThat(Failures.expected(cities.getAll(List.of("broken"))).code())
        .isEqualTo(ErrorCode.UNREADABLE);
  }

  @Test
  void whatBreaksALimit_failsTheFuture_andSaysWhich() {
    assertThat(Failures.expected(texts.get("k".repeat(Limits.KEY_BYTES_MAX))).code())
        .isEqualTo(ErrorCode.KEY_TOO_LONG);
    assertThat(Failures.expected(texts.put("k", "v".repeat(Limits.VALUE_BYTES_MAX + 1))).code())
        .isEqualTo(ErrorCode.VALUE_TOO_LONG);
    assertThat(Failures.expected(texts.expire("k", Duration.ZERO)))
        .hasMessageContainingAll("PT0S", "1 ms");
  }

  @Test
  void optionsThatContradictEachOther_areRefused() {
    assertThatThrownBy(() -> TEXTS.withRefreshAfter(Duration.ofSeconds(1)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("1000 ms");
    assertThatThrownBy(() -> TEXTS.withTimeToLive(Duration.ofNanos(500)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("time to live");
    assertThatThrownBy(() -> TEXTS.withTimeout(Duration.ofSeconds(26)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("25000 ms");
  }
}
