package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.SecondLane;
import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Five nodes on five hosts, of which two lose sight of the other three for a while. With two
 * backups, no slot has all its copies on the smaller side.
 */
@SecondLane
@TestMethodOrder(OrderAnnotation.class)
class PartitionIT {
  private static final int KEYS = 50;
  private static final Duration NOTICED_MAX = Duration.ofSeconds(40);
  private static final Duration SETTLED_MAX = Duration.ofMinutes(3);
  private static final String CLUSTER = TestCluster.freshName();
  private static final List<Running> nodes = new ArrayList<>();
  private static Hosts hosts;

  @BeforeAll
  static void start() {
    hosts = Hosts.create(5);
    for (int host = 1; host <= 5; host++) {
      nodes.add(
          hosts.start(
              host,
              "node",
              "--name",
              "apothik_%d@%s".formatted(host, Hosts.address(host)),
              "--cluster",
              CLUSTER,
              "--join",
              Hosts.address(1) + ":5701",
              "--join-port",
              "5701",
              "--backups",
              "2",
              "--bridge-port",
              "7171",
              "--insecure"));
    }
    nodes.forEach(node -> node.awaitOut("ready: "));
    awaitSettled(1);
  }

  @AfterAll
  static void end() {
    nodes.forEach(Running::close);
    if (hosts != null) {
      hosts.close();
    }
    TestCluster.deleteRunDirectory(CLUSTER);
  }

  @Test
  @Order(1)
  void whatIsWrittenOnOneHost_isReadOnAnother() {
    assertThat(putAll(1, "before").exit()).isZero();

    assertThat(readAll(5)).containsOnly("before");
  }

  @Test
  @Order(2)
  void theSmallerSide_saysThatItHasNoQuorum() {
    hosts.cutOff(4, 5);

    await()
        .atMost(NOTICED_MAX)
        .untilAsserted(
            () -> {
              Result refused = ask(4, "get", "key1", "--timeout", "2000");
              assertThat(refused.err()).contains("NO_QUORUM (25)");
              assertThat(refused.exit()).isEqualTo(4);
            });
    assertThat(ask(5, "put", "key1", "wrong", "--timeout", "2000").err()).contains("NO_QUORUM");
  }

  @Test
  @Order(3)
  void theGreaterSide_goesOnWithAllThatWasWritten() {
    await().atMost(NOTICED_MAX).untilAsserted(() -> assertThat(readAll(2)).containsOnly("before"));

    assertThat(putAll(3, "after").exit()).isZero();
    assertThat(readAll(1)).containsOnly("after");
  }

  @Test
  @Order(4)
  void healed_theSmallerSideKnowsWhatTheGreaterWrote() {
    hosts.heal();

    awaitSettled(4);
    assertThat(readAll(4)).containsOnly("after");
    assertThat(readAll(5)).containsOnly("after");
  }

  private static Result ask(int host, String command, String... arguments) {
    return hosts.run(host, "", arguments(host, command, arguments));
  }

  private static String[] arguments(int host, String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--bridge", Hosts.address(host) + ":7171"));
    all.addAll(List.of(arguments));
    return all.toArray(String[]::new);
  }

  private static Result putAll(int host, String value) {
    String lines =
        IntStream.rangeClosed(1, KEYS)
            .mapToObj(i -> "key%d\\t%s\\n".formatted(i, value))
            .collect(Collectors.joining());
    return hosts.run(host, lines, arguments(host, "put-many", "-"));
  }

  /** The value of each key. */
  private static List<String> readAll(int host) {
    String[] keys = IntStream.rangeClosed(1, KEYS).mapToObj(i -> "key" + i).toArray(String[]::new);
    List<String> arguments = new ArrayList<>(List.of(keys));
    arguments.add("--json");
    String reply = ask(host, "get-many", arguments.toArray(String[]::new)).out();
    return new JsonObject(reply)
        .getJsonArray("results").stream()
            .map(result -> ((JsonObject) result).getString("value"))
            .toList();
  }

  /** Until the node there sees five that are up, and nothing moves. */
  private static void awaitSettled(int host) {
    await()
        .atMost(SETTLED_MAX)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(
            () -> {
              Result told = ask(host, "cluster", "--json");
              assertThat(told.exit()).as("%s%n%s", told.err(), logs()).isZero();
              JsonObject picture = new JsonObject(told.out());
              assertThat(TestCluster.isSettled(picture, 5)).as("%s%n%s", picture, logs()).isTrue();
            });
  }

  private static String logs() {
    return nodes.stream().map(node -> node.out() + node.err()).collect(Collectors.joining("\n"));
  }
}
