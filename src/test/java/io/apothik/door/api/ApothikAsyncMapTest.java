package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.message.ErrorCode;
import io.apothik.node.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApothikAsyncMapTest {
  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(3);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static AsyncMap<String, Long> map(int node, String name) {
    CacheOptions<String, Long> options = CacheOptions.of(Codec.STRING, Codec.LONG);
    return new ApothikAsyncMap<>(Apothik.of(cluster.node(node)).cache(name, options));
  }

  @Test
  void putGetRemove_asAMapDoes() {
    AsyncMap<String, Long> map = map(1, "basic");

    assertThat(result(map.get("k"))).isNull();
    assertThat(result(map.remove("k"))).isNull();
    result(map.put("k", 1L));
    assertThat(result(map(2, "basic").get("k"))).isEqualTo(1);
    assertThat(result(map.remove("k"))).isEqualTo(1);
    assertThat(result(map.get("k"))).isNull();
  }

  @Test
  void putIfAbsent_givesWhatIsThere() {
    AsyncMap<String, Long> map = map(1, "absent");

    assertThat(result(map.putIfAbsent("k", 1L))).isNull();
    assertThat(result(map.putIfAbsent("k", 2L))).isEqualTo(1);
    assertThat(result(map.putIfAbsent("l", 1L, 60_000))).isNull();
    assertThat(result(map.get("k"))).isEqualTo(1);
  }

  @Test
  void replace_givesWhatWasThere_andPutsNothingWhereNothingIs() {
    AsyncMap<String, Long> map = map(1, "replace");

    assertThat(result(map.replace("k", 1L))).isNull();
    assertThat(result(map.get("k"))).isNull();
    result(map.put("k", 1L));
    assertThat(result(map.replace("k", 2L))).isEqualTo(1);
    assertThat(result(map.replace("k", 3L, 60_000))).isEqualTo(2);
    assertThat(result(map.get("k"))).isEqualTo(3);
  }

  @Test
  void whatHasAnotherValue_isNeitherReplacedNorRemoved() {
    AsyncMap<String, Long> map = map(1, "if-present");
    result(map.put("k", 1L));

    assertThat(result(map.replaceIfPresent("k", 2L, 3L))).isFalse();
    assertThat(result(map.removeIfPresent("k", 2L))).isFalse();
    assertThat(result(map.removeIfPresent("absent", 2L))).isFalse();
    assertThat(result(map.replaceIfPresent("k", 1L, 2L))).isTrue();
    assertThat(result(map.replaceIfPresent("k", 2L, 3L, 60_000))).isTrue();
    assertThat(result(map.removeIfPresent("k", 3L))).isTrue();
    assertThat(result(map.get("k"))).isNull();
  }

  @Test
  void whatHasATimeToLive_ends() {
    AsyncMap<String, Long> map = map(1, "ttl");
    result(map.put("k", 1L, 1));

    await().until(() -> result(map.get("k")) == null);
    assertThat(Failures.expected(map.put("k", 1L, -1)).code()).isEqualTo(ErrorCode.BAD_REQUEST);
  }

  @Test
  void manyWhoReplaceOneValue_areAllCounted() {
    result(map(1, "contended").put("k", 0L));
    List<Future<Void>> counting = new ArrayList<>();
    for (int node = 1; node <= 3; node++) {
      for (int i = 0; i < 10; i++) {
        counting.add(addOne(map(node, "contended")));
      }
    }

    result(Future.join(counting));

    assertThat(result(map(1, "contended").get("k"))).isEqualTo(30);
  }

  private static Future<Void> addOne(AsyncMap<String, Long> map) {
    return map.get("k")
        .compose(value -> map.replaceIfPresent("k", value, value + 1))
        .compose(done -> done ? Future.succeededFuture() : addOne(map));
  }

  @Test
  void oneOfManyWhoRemove_getsTheValue() {
    for (int round = 0; round < 20; round++) {
      result(map(1, "removed").put("k", 7L));
      List<Future<Long>> removing =
          IntStream.range(0, 9).mapToObj(i -> map(1 + i % 3, "removed").remove("k")).toList();

      assertThat(result(Future.join(removing)).<Long>list()).containsOnlyOnce(7L);
    }
  }

  @Test
  void sizeKeysValuesAndEntries_areThoseOfThisMapAlone() {
    AsyncMap<String, Long> map = map(1, "whole");
    result(map(1, "whole-2").put("z", 9L));
    result(map.put("a", 1L));
    result(map.put("b", 2L));

    assertThat(result(map.size())).isEqualTo(2);
    assertThat(result(map.keys())).containsExactlyInAnyOrder("a", "b");
    assertThat(result(map.values())).containsExactlyInAnyOrder(1L, 2L);
    assertThat(result(map.entries())).isEqualTo(Map.of("a", 1L, "b", 2L));
    result(map.clear());
    assertThat(result(map.size())).isZero();
    assertThat(result(map(1, "whole-2").size())).isEqualTo(1);
  }
}
