package io.apothik.door.api;

import static io.apothik.node.TestCluster.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.node.NodeConfig;
import io.apothik.node.TestCluster;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.SessionHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/java.md shows, as it stands there: it compiles, and runs. */
class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```java\n(.*?)```");

  record City(String name, int people) {}

  /** Where the guide's loader reads. */
  private interface Database {
    Future<City> find(String name);
  }

  /** Only compiled: others on this machine may have that port. */
  @SuppressWarnings("unused")
  private static Future<Apothik> begin() {
    NodeConfig config =
        NodeConfig.named(new NodeName("shop_1@127.0.0.1"), Path.of("cluster.xml"))
            .withCluster("shop", "127.0.0.1:7301")
            .withJoinPort(7301);
    Future<Apothik> starting = Apothik.node(config);
    return starting;
  }

  @Test
  void theExamples_do_whatTheySay() {
    try (TestCluster cluster = TestCluster.of(1)) {
      Apothik apothik = Apothik.of(cluster.node(1));
      Vertx vertx = apothik.vertx();
      Router router = Router.router(vertx);
      Database database = name -> Future.succeededFuture(new City(name, 2_750_000));

      CacheOptions<String, City> options =
          CacheOptions.of(Codec.STRING, Codec.of(City.class)).withTimeToLive(Duration.ofHours(1));
      Cache<String, City> cities = apothik.cache("cities", options);
      cities
          .put("paris", new City("Paris", 2_100_000))
          .compose(stored -> cities.get("paris"))
          .onSuccess(found -> System.out.println(found.map(City::people).orElse(0)));
      cities
          .getEntry("paris")
          .map(Optional::orElseThrow)
          .compose(seen -> cities.replace("paris", seen.version(), new City("Paris", 2_200_000)))
          .onSuccess(replaced -> System.out.println(replaced ? "done" : "somebody was faster"));
      cities
          .getAll(List.of("paris", "rome"))
          .onSuccess(found -> System.out.println(found.keySet()));

      Cache<String, Long> visits =
          apothik.cache("visits", CacheOptions.of(Codec.STRING, Codec.LONG));
      visits
          .increment("home", 1)
          .compose(count -> visits.expire("home", Duration.ofDays(1)))
          .onSuccess(there -> System.out.println("ends in a day"));

      cities
          .getOrLoad("rome", name -> database.find(name))
          .onSuccess(city -> System.out.println(city.people()));
      Cache<String, City> fresh =
          apothik.cache("cities", options.withRefreshAfter(Duration.ofMinutes(50)));

      cities.onChange(
          Bytes.utf8("fr:"),
          event -> {
            if (event instanceof CacheEvent.Stored<String> stored) {
              System.out.println(stored.key() + " is new");
            } else if (event instanceof CacheEvent.Removed<String> removed) {
              System.out.println(removed.key() + " is gone");
            } else if (event instanceof CacheEvent.Missed<String> missed) {
              System.out.println("look again: " + missed.concerns().test("fr:paris"));
            }
          });
      Cache<String, City> near =
          apothik.cache("cities", options.withNearCache(50_000_000, Duration.ofSeconds(2)));

      AsyncMap<String, City> map = new ApothikAsyncMap<>(cities);
      router.route().handler(SessionHandler.create(ApothikSessionStore.create(vertx, apothik)));

      await().until(() -> result(near.get("paris")).isPresent());
      assertThat(result(fresh.getOrLoad("rome", database::find)).people()).isEqualTo(2_750_000);
      await().until(() -> new City("Paris", 2_200_000).equals(result(map.get("paris"))));
    }
  }

  @Test
  void everyExampleOfTheGuide_isInThisTest() throws IOException {
    String test =
        bare(Files.readString(Path.of("src/test/java/io/apothik/door/api/GuideTest.java")));

    assertThat(
            BLOCK
                .matcher(Files.readString(Path.of("docs/java.md")))
                .results()
                .map(block -> bare(block.group(1))))
        .hasSizeGreaterThan(5)
        .allSatisfy(example -> assertThat(test).contains(example));
  }

  /** The text without its white space. */
  private static String bare(String text) {
    return text.replaceAll("\\s", "");
  }
}
