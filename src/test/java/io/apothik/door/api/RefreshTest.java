package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.Lifetime;
import io.apothik.node.TestCluster;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Beside
class RefreshTest {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final CacheOptions<String, String> REFRESHED =
      CacheOptions.of(Codec.STRING, Codec.STRING)
          .withTimeToLive(LIFE)
          .withRefreshAfter(Duration.ofMinutes(5));

  /** An entry that is as old as its cache lets it be before it is refreshed, and older. */
  private static final Lifetime OLD = new Lifetime(Duration.ofMinutes(4).toMillis(), 0);

  private static TestCluster cluster;
  private static List<Apothik> nodes;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(3);
    nodes = cluster.nodes().stream().map(Apothik::of).toList();
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static Cache<String, String> cache(String name) {
    return nodes.get(0).cache(name, REFRESHED);
  }

  @Test
  void anOldValue_isGivenAtOnce_andLoadedOnceInTheWholeCluster() {
    result(cache("old").put("k", "old", OLD));
    CountedLoader loader = new CountedLoader();

    List<Future<String>> asked = new ArrayList<>();
    for (Apothik node : nodes) {
      Cache<String, String> cache = node.cache("old", REFRESHED);
      for (int caller = 0; caller < 50; caller++) {
        asked.add(cache.getOrLoad("k", loader));
      }
    }

    assertThat(result(Future.join(asked)).<String>list()).containsOnly("old");
    await().until(() -> loader.calls() == 1);
    loader.gives("new");
    await().until(() -> result(cache("old").get("k")).orElseThrow().equals("new"));
    assertThat(result(cache("old").getOrLoad("k", loader))).isEqualTo("new");
    assertThat(loader.calls()).isEqualTo(1);
    assertThat(result(cache("old").getEntry("k")).orElseThrow().ttlMillis())
        .isGreaterThan(LIFE.toMillis() / 2);
  }

  @Test
  void aYoungValue_isNotLoaded() {
    CountedLoader loader = new CountedLoader();
    result(cache("young").put("k", "young"));

    assertThat(result(cache("young").getOrLoad("k", loader))).isEqualTo("young");
    result(cache("young").contains("k"));
    assertThat(loader.calls()).isZero();
  }

  @Test
  void aFailingRefresh_leavesTheOldValue() {
    Cache<String, String> cache = cache("failing");
    result(cache.put("k", "old", OLD));
    CountedLoader failing = new CountedLoader().fails(new IllegalStateException("no database"));

    assertThat(result(cache.getOrLoad("k", failing))).isEqualTo("old");
    await().until(() -> failing.calls() == 1);

    CountedLoader loader = new CountedLoader().gives("new");
    await()
        .until(
            () -> {
              assertThat(result(cache.getOrLoad("k", loader))).isIn("old", "new");
              return loader.calls() == 1;
            });
    await().until(() -> result(cache.get("k")).orElseThrow().equals("new"));
  }

  @Test
  void whatIsPutDuringARefresh_stays() {
    Cache<String, String> cache = cache("overtaken");
    result(cache.put("k", "old", OLD));
    CountedLoader loader = new CountedLoader();
    result(cache.getOrLoad("k", loader));
    await().until(() -> loader.calls() == 1);

    result(cache.put("k", "put"));
    loader.gives("new");

    for (int step = 0; step < 5; step++) {
      assertThat(result(cache.get("k"))).contains("put");
    }
  }
}
