package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Beside;
import io.apothik.cluster.FreePorts;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.node.NodeConfig;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Beside
class ApothikTest {
  private static final CacheOptions<String, String> TEXTS =
      CacheOptions.of(Codec.STRING, Codec.STRING);

  private final Vertx application = Vertx.vertx();

  @AfterEach
  void closeApplication() {
    result(application.close());
  }

  private static NodeConfig config(String name, String cluster, int port, int join) {
    return NodeConfig.named(new NodeName(name), Path.of("cluster.xml"))
        .withCluster(cluster, "127.0.0.1:" + join)
        .withJoinPort(port);
  }

  /** The context on which the future that is asked for on a context is completed. */
  private static Context completedOn(Context asking, Supplier<Future<?>> question) {
    Promise<Context> seen = Promise.promise();
    asking.runOnContext(
        ignored -> question.get().onComplete(any -> seen.complete(Vertx.currentContext())));
    return result(seen.future());
  }

  @Test
  void aCacheNodeAndAClient_startAndLeave() {
    String cluster = "api-" + UUID.randomUUID();
    int first = FreePorts.reserve("127.0.0.1");
    int second = FreePorts.reserve("127.0.0.1");

    Apothik node = result(Apothik.node(config("shop_1@127.0.0.1", cluster, first, first)));
    Apothik client =
        result(Apothik.client(application, config("shop_2@127.0.0.1", cluster, second, first)));

    assertThat(node.node().live().member(new NodeName("shop_1@127.0.0.1")).orElseThrow().role())
        .isEqualTo(Role.CACHE);
    assertThat(client.vertx()).isSameAs(application);
    Cache<String, String> cache = client.cache("texts", TEXTS);
    result(cache.put("k", "v"));
    assertThat(result(node.<String, String>cache("texts", TEXTS).get("k"))).contains("v");

    result(client.close());

    assertThat(Failures.expected(cache.get("k")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
    result(node.close());
  }

  @Test
  void aNameThatIsTaken_failsTheStart() {
    try (TestCluster cluster = TestCluster.of(1)) {
      int join = cluster.node(1).live().member(cluster.node(1).name()).orElseThrow().joinPort();
      FailureException failure =
          Failures.expected(
              Apothik.node(
                  config(
                      cluster.node(1).name().value(),
                      cluster.name(),
                      FreePorts.reserve("127.0.0.1"),
                      join)));

      assertThat(failure.code()).isEqualTo(ErrorCode.NAME_TAKEN);
    }
  }

  @Test
  void whatIsAskedOnAContext_isAnsweredThere_whicheverVertxItIs() {
    try (TestCluster cluster = TestCluster.of(1)) {
      Cache<String, String> cache = Apothik.of(cluster.node(1)).cache("texts", TEXTS);
      Context context = application.getOrCreateContext();

      assertThat(completedOn(context, () -> cache.put("k", "v"))).isSameAs(context);
      assertThat(completedOn(context, () -> cache.get("k"))).isSameAs(context);
      assertThat(completedOn(context, () -> cache.getAll(List.of("k")))).isSameAs(context);
      assertThat(completedOn(context, () -> cache.clear())).isSameAs(context);
      assertThat(
              completedOn(
                  context,
                  () ->
                      cache.getOrLoad("l", key -> cluster.node(1).vertx().timer(1).map("loaded"))))
          .isSameAs(context);
    }
  }

  @Test
  void whatIsAskedOnNoContext_isAnsweredOnTheApplicationsVertx() {
    try (TestCluster cluster = TestCluster.of(1)) {
      Cache<String, String> cache = Apothik.of(application, cluster.node(1)).cache("texts", TEXTS);

      Promise<String> loaded = Promise.promise();
      Future<Context> answered =
          cache.getOrLoad("k", key -> loaded.future()).map(any -> Vertx.currentContext());
      loaded.complete("v");

      assertThat(result(answered).owner()).isSameAs(application);
    }
  }

  @Test
  void whatIsAskedOfANodeThatIsGone_isRefused() {
    try (TestCluster cluster = TestCluster.of(1)) {
      Apothik apothik = Apothik.of(cluster.node(1));
      Cache<String, String> cache = apothik.cache("texts", TEXTS);
      result(apothik.close());

      assertThat(Failures.expected(cache.get("k")).code()).isEqualTo(ErrorCode.UNAVAILABLE);
      assertThat(Failures.expected(cache.getOrLoad("k", key -> Future.succeededFuture("v"))).code())
          .isEqualTo(ErrorCode.UNAVAILABLE);
    }
  }

  @Test
  void whatIsOnItsWayWhenTheNodeEnds_fails() {
    try (TestCluster cluster = TestCluster.of(2)) {
      Apothik apothik = Apothik.of(application, cluster.node(2));
      Cache<String, String> cache = apothik.cache("texts", TEXTS);
      // Nobody answers any more, and the node still tries.
      cluster.crash(cluster.node(1));
      Future<?> asked = Future.join(List.of(cache.get("a"), cache.get("b")));
      result(cluster.node(2).close());

      assertThat(Failures.of(asked)).isInstanceOf(FailureException.class);
    }
  }
}
