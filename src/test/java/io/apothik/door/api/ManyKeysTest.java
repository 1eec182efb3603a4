package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManyKeysTest {
  private static final CacheOptions<String, String> TEXTS =
      CacheOptions.of(Codec.STRING, Codec.STRING);

  private static TestCluster cluster;
  private static Apothik apothik;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(2);
    apothik = Apothik.of(cluster.node(2));
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static Map<String, String> entries(int count) {
    return IntStream.range(0, count).boxed().collect(toMap(i -> "k" + i, i -> "v" + i));
  }

  @Test
  void moreThanOneRequestHolds_isStoredFoundAndDeleted() {
    Cache<String, String> cache = apothik.cache("many", TEXTS);
    Map<String, String> entries = entries(2 * Limits.MANY_KEYS_MAX + 1);
    List<String> asked = new ArrayList<>(entries.keySet());
    asked.add("absent");
    asked.add("k1");

    result(cache.putAll(entries));

    assertThat(result(cache.getAll(asked))).isEqualTo(entries);
    assertThat(result(cache.deleteAll(asked))).isEqualTo(entries.size());
    assertThat(result(cache.getAll(asked))).isEmpty();
  }

  @Test
  void nothing_isDoneAtOnce() {
    Cache<String, String> cache = apothik.cache("nothing", TEXTS);

    assertThat(result(cache.getAll(List.of()))).isEmpty();
    assertThat(result(cache.deleteAll(List.of()))).isZero();
    result(cache.putAll(Map.of()));
  }

  @Test
  void moreBytesThanOneAnswerHolds_areFound() {
    Cache<String, String> cache = apothik.cache("bytes", TEXTS);
    String large = "x".repeat(Limits.VALUE_BYTES_MAX);
    int count = 2 * Limits.MANY_BYTES_MAX / Limits.VALUE_BYTES_MAX;
    List<String> keys = IntStream.range(0, count).mapToObj(i -> "k" + i).toList();

    result(cache.putAll(keys.stream().collect(toMap(key -> key, key -> large))));

    assertThat(result(cache.getAll(keys))).hasSize(count).containsValue(large);
    result(cache.clear());
  }

  @Test
  void oneBadValue_failsAll_beforeAnythingIsSent() {
    Cache<String, String> cache = apothik.cache("bad", TEXTS);

    FailureException failure =
        Failures.expected(
            cache.putAll(Map.of("a", "x", "b", "x".repeat(Limits.VALUE_BYTES_MAX + 1))));

    assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_TOO_LONG);
    assertThat(result(cache.contains("a"))).isFalse();
  }

  @Test
  void theFirstRequestThatFails_isTheLast() {
    try (TestCluster small = TestCluster.of(1)) {
      Apothik client = Apothik.of(small.start(NodeName.numbered(2, "127.0.0.1"), Role.CLIENT));
      Cache<String, String> cache =
          client.cache("failing", TEXTS.withTimeout(Duration.ofMillis(300)));
      result(cache.put("k0", "v0"));
      small.crash(small.node(1));

      FailureException failure =
          Failures.expected(cache.getAll(entries(Limits.MANY_KEYS_MAX + 2).keySet()));

      assertThat(failure.code().isRetryable()).isTrue();
      assertThat(failure).hasMessageStartingWith("1000 of 1002 keys failed, 2 more were not begun");
    }
  }

  @Test
  void pages_giveEachKeyOfTheCacheOnce() {
    Cache<String, String> cache = apothik.cache("pages", TEXTS);
    Map<String, String> entries = entries(250);
    result(cache.putAll(entries));
    result(apothik.cache("pages-2", TEXTS).putAll(entries(100)));

    List<String> found = new ArrayList<>();
    KeyPage<String> page = result(cache.keys(Cursor.START, 100));
    found.addAll(page.keys());
    while (page.next().isPresent()) {
      page = result(cache.keys(page.next().get(), 100));
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(100);
      found.addAll(page.keys());
    }

    assertThat(found).containsExactlyInAnyOrderElementsOf(entries.keySet());
    assertThat(Failures.expected(cache.keys(Cursor.START, 0)).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void clear_deletesThisCacheAlone() {
    Cache<String, String> cache = apothik.cache("cleared", TEXTS);
    Cache<String, String> other = apothik.cache("cleared.not", TEXTS);
    result(cache.putAll(entries(1_500)));
    result(other.put("stays", "x"));

    assertThat(result(cache.clear())).isEqualTo(1_500);

    assertThat(result(cache.contains("k0"))).isFalse();
    assertThat(result(other.get("stays"))).contains("x");
  }
}
