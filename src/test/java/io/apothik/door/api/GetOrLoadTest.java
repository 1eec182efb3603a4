package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@Beside
class GetOrLoadTest {
  private static final int NODES = 5;
  private static final int CALLERS_OF_A_NODE = 200;
  private static final CacheOptions<String, String> TEXTS =
      CacheOptions.of(Codec.STRING, Codec.STRING);

  private static TestCluster cluster;

  @BeforeAll
  static void boot() {
    cluster = TestCluster.of(NODES);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  /** The cache of that name, on each node. */
  private static List<Cache<String, String>> everywhere(
      String name, CacheOptions<String, String> options) {
    return cluster.nodes().stream().map(node -> on(node, name, options)).toList();
  }

  private static Cache<String, String> on(
      Node node, String name, CacheOptions<String, String> options) {
    return Apothik.of(node).cache(name, options);
  }

  private static List<Future<String>> stampede(
      List<Cache<String, String>> caches, String key, CountedLoader loader) {
    return caches.stream()
        .flatMap(
            cache ->
                IntStream.range(0, CALLERS_OF_A_NODE)
                    .mapToObj(caller -> cache.getOrLoad(key, loader)))
        .toList();
  }

  /** Lets what was asked of these caches before look at the claim: requests keep their order. */
  private static void letLook(List<Cache<String, String>> caches, String key) {
    for (int step = 0; step < 5; step++) {
      result(Future.join(caches.stream().map(cache -> cache.contains(key)).toList()));
    }
  }

  private static void put(Bytes key, Claim claim, Lifetime lifetime) {
    Operation put = new Operation.Put(claim.toBytes(), lifetime, false, Operation.Condition.NONE);
    assertThat(result(cluster.node(2).ask(new KeyRequest(key, put), 5_000)))
        .isInstanceOf(Reply.Changed.class);
  }

  @Test
  void aStampedeOnFiveNodes_loadsOnce() {
    List<Cache<String, String>> caches = everywhere("stampede", TEXTS);
    CountedLoader loader = new CountedLoader();

    List<Future<String>> all = stampede(caches, "k", loader);
    await().until(() -> loader.calls() > 0);
    letLook(caches, "k");
    loader.gives("loaded");

    assertThat(result(Future.join(all)).<String>list())
        .hasSize(NODES * CALLERS_OF_A_NODE)
        .containsOnly("loaded");
    assertThat(loader.calls()).isEqualTo(1);
    assertThat(result(caches.get(0).get("k"))).contains("loaded");
  }

  @Test
  void aLoaderThatIsAtOnceDone_isCalledOnce_whoeverCallsWhen() {
    for (int round = 0; round < 20; round++) {
      CountedLoader loader = new CountedLoader().gives("at once");

      result(Future.join(stampede(everywhere("quick", TEXTS), "k" + round, loader)));

      assertThat(loader.calls()).isEqualTo(1);
    }
  }

  @Test
  void aValueThatIsThere_isNotLoaded() {
    Cache<String, String> cache = on(cluster.node(2), "present", TEXTS);
    CountedLoader loader = new CountedLoader().gives("loaded");
    result(cache.put("k", "put"));

    assertThat(result(cache.getOrLoad("k", loader))).isEqualTo("put");
    assertThat(loader.calls()).isZero();
  }

  @Test
  void aFailure_goesToAllWhoWait_andTheNextCallLoadsAgain() {
    List<Cache<String, String>> caches = everywhere("failing", TEXTS);
    CountedLoader failing = new CountedLoader();
    Future<String> first = caches.get(0).getOrLoad("k", failing);
    await().until(() -> failing.calls() == 1);
    List<Future<String>> others = stampede(caches, "k", failing);
    letLook(caches, "k");

    failing.fails(new IllegalStateException("no database"));

    assertThat(Failures.of(first)).isInstanceOf(IllegalStateException.class);
    for (Future<String> other : others) {
      assertThat(Failures.of(other)).hasMessageContaining("no database");
    }
    assertThat(Failures.expected(others.get(others.size() - 1)).code())
        .isEqualTo(ErrorCode.LOAD_FAILED);
    assertThat(failing.calls()).isEqualTo(1);
    assertThat(result(caches.get(4).getOrLoad("k", new CountedLoader().gives("loaded"))))
        .isEqualTo("loaded");
  }

  @Test
  void aLoaderThatThrowsOrGivesNothing_isAFailure() {
    Cache<String, String> cache = on(cluster.node(1), "broken", TEXTS);

    Throwable thrown =
        Failures.of(
            cache.getOrLoad(
                "k",
                key -> {
                  throw new IllegalStateException("thrown");
                }));
    assertThat(thrown).hasMessage("thrown");
    assertThat(Failures.expected(cache.getOrLoad("k", key -> Future.succeededFuture())).code())
        .isEqualTo(ErrorCode.LOAD_FAILED);
  }

  @Test
  void aLoaderThatTakesTooLong_isGivenUp_andFollowedByAnother() {
    Cache<String, String> cache =
        on(cluster.node(1), "slow", TEXTS.withLoadTimeout(Duration.ofMillis(50)));
    CountedLoader slow = new CountedLoader();

    assertThat(Failures.expected(cache.getOrLoad("k", slow)))
        .hasMessageContainingAll("'slow'", "'k'", "50 ms");
    assertThat(result(cache.getOrLoad("k", new CountedLoader().gives("second"))))
        .isEqualTo("second");
    slow.gives("late");
    assertThat(result(cache.get("k"))).contains("second");
  }

  @Test
  void whoWaits_goesOn_whenTheVerticleThatBeganTheLoadIsUndeployed() {
    Vertx vertx = cluster.node(1).vertx();
    Cache<String, String> cache =
        on(cluster.node(1), "undeployed", TEXTS.withLoadTimeout(Duration.ofMillis(100)));
    CountedLoader never = new CountedLoader();
    String verticle =
        result(
            vertx.deployVerticle(context -> Future.succeededFuture(cache.getOrLoad("k", never))));
    await().until(() -> never.calls() == 1);
    Future<String> waiting = cache.getOrLoad("k", never);

    result(vertx.undeploy(verticle));

    assertThat(Failures.of(waiting)).hasMessageContaining("100 ms");
  }

  @Test
  void aClaimThatNobodyEnds_endsByItself() {
    Cache<String, String> cache = on(cluster.node(1), "orphan", TEXTS);
    Bytes claim = Claims.keyFor(Bytes.utf8("orphan:k"));
    // The node is there, but no such load.
    Claim orphan = new Claim("token", cluster.node(3).name().value(), null);
    put(claim, orphan, new Lifetime(300, 0));

    assertThat(result(cache.getOrLoad("k", new CountedLoader().gives("loaded"))))
        .isEqualTo("loaded");
  }

  @Test
  void whoWaitsLongerThanTwoLoads_isTold() {
    Cache<String, String> cache =
        on(cluster.node(1), "stuck", TEXTS.withLoadTimeout(Duration.ofMillis(50)));
    Bytes claim = Claims.keyFor(Bytes.utf8("stuck:k"));
    Claim orphan = new Claim("token", cluster.node(3).name().value(), null);
    put(claim, orphan, Lifetime.UNLIMITED);

    assertThat(Failures.expected(cache.getOrLoad("k", new CountedLoader())))
        .hasMessageContainingAll("'stuck'", "100 ms");
  }

  @Test
  void whatIsPutDuringALoad_stays() {
    Cache<String, String> cache = on(cluster.node(1), "overtaken", TEXTS);
    CountedLoader loader = new CountedLoader();
    Future<String> loading = cache.getOrLoad("k", loader);
    await().until(() -> loader.calls() == 1);

    result(cache.put("k", "put"));
    loader.gives("loaded");

    assertThat(result(loading)).isEqualTo("put");
    assertThat(result(cache.get("k"))).contains("put");
  }

  @Test
  void aLoaderWhoseNodeDies_isFollowedByAnother() {
    try (TestCluster small = TestCluster.of(3)) {
      CountedLoader dying = new CountedLoader();
      CountedLoader second = new CountedLoader().gives("second");
      var ignored = on(small.node(3), "dying", TEXTS).getOrLoad("k", dying);
      await().until(() -> dying.calls() == 1);
      List<Cache<String, String>> left =
          Stream.of(1, 2).map(number -> on(small.node(number), "dying", TEXTS)).toList();
      List<Future<String>> waiting = stampede(left, "k", second);
      letLook(left, "k");
      assertThat(second.calls()).isZero();

      small.crash(small.node(3));

      assertThat(result(Future.join(waiting)).<String>list()).containsOnly("second");
      assertThat(second.calls()).isEqualTo(1);
      assertThat(ignored.isComplete()).isFalse();
    }
  }
}
