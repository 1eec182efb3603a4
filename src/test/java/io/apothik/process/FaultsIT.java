package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.SecondLane;
import io.apothik.Seed;
import io.apothik.history.Linearizability;
import io.apothik.history.Verdict;
import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Five real JVMs, and clients that write and read all the time, through everything that can happen
 * to a cluster. What the clients were told must be linearizable in the end; each fault prints for
 * how long it kept a call from its answer.
 */
@SecondLane
@TestMethodOrder(OrderAnnotation.class)
class FaultsIT {
  private static final Duration SETTLED_MAX = Duration.ofSeconds(60);

  /** For how long a node stands still: many times what it takes to replace it. */
  private static final Duration STOPPED = Duration.ofSeconds(20);

  private static TestCluster cluster;
  private static FaultClients clients;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(5);
    clients = FaultClients.start(cluster.bridgePort(), Seed.next());
  }

  @AfterAll
  static void end() {
    clients.close();
    cluster.close();
  }

  @Test
  @Order(1)
  void twoJoinsAtOnce_failNoCall() {
    begin();
    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> startNode(7, "6"));
    startNode(7, "7");
    other.join();
    awaitSettled(7);

    assertThat(report("two joins at once")).isEmpty();
  }

  @Test
  @Order(2)
  void twoCleanLeaves_failNoCall() {
    begin();
    cluster.ask("kill", "6");
    cluster.ask("kill", "7");
    awaitSettled(5);

    assertThat(report("two clean leaves")).isEmpty();
  }

  @Test
  @Order(3)
  void killOfANode_failsNoCall() {
    begin();
    cluster.ask("kill", "3", "--hard");
    awaitSettled(4);

    assertThat(report("kill -9 of a node")).isEmpty();
    startNode(5, "3");
    awaitSettled(5);
  }

  @Test
  @Order(4)
  void killOfTheCoordinator_failsNoCall() {
    begin();
    String coordinator = cluster.picture().getString("coordinator");
    cluster.ask("kill", coordinator, "--hard");
    awaitSettled(4);

    assertThat(report("kill -9 of the coordinator")).isEmpty();
    startNode(5);
    awaitSettled(5);
  }

  @Test
  @Order(5)
  void aNodeThatStandsStill_isReplaced_andComesBackWithoutStaleAnswers() {
    begin();
    List<String> deaths = deaths();
    List<ProcessHandle> node = List.of(process("apothik_4@127.0.0.1"));
    RunSh.signal("STOP", node);
    long since = System.nanoTime();
    awaitSettled(4);
    report("SIGSTOP of a node");
    await().atMost(SETTLED_MAX).until(() -> System.nanoTime() - since >= STOPPED.toNanos());
    assertThat(deaths())
        .as("nobody else is missed, however long the others try to reach it")
        .hasSize(deaths.size() + 1)
        .last()
        .asString()
        .startsWith("apothik_4@127.0.0.1 died");
    RunSh.signal("CONT", node);
    awaitSettled(5);

    assertThat(report("SIGCONT of the node")).isEmpty();
  }

  @Test
  @Order(6)
  void aRollingRestart_failsNoCall() {
    begin();
    for (int number = 1; number <= 5; number++) {
      cluster.ask("kill", "" + number);
      startNode(5, "" + number);
    }
    awaitSettled(5);

    assertThat(report("a rolling restart")).isEmpty();
  }

  @Test
  @Order(7)
  void whatTheClientsWereTold_isLinearizable() {
    clients.close();

    Verdict verdict = Linearizability.check(clients.history());

    assertThat(clients.calls()).isGreaterThan(1_000);
    assertThat(verdict.isLinearizable()).as(verdict.toString()).isTrue();
  }

  private static void begin() {
    clients.takeFailures();
    clients.takeLongestMillis();
  }

  /** What failed, printed with the longest wait. */
  private static Map<String, Integer> report(String fault) {
    Map<String, Integer> failures = clients.takeFailures();
    System.out.printf(
        "%s: the longest call took %d ms, %d calls so far, failed: %s%n",
        fault, clients.takeLongestMillis(), clients.calls(), failures);
    return failures;
  }

  /** Of which deaths the master of the cluster knows, oldest first. */
  private static List<String> deaths() {
    JsonArray events = new JsonObject(cluster.ask("events", "--json")).getJsonArray("events");
    return events.stream()
        .map(JsonObject.class::cast)
        .filter(event -> event.getString("kind").equals("node-died"))
        .map(event -> event.getString("text"))
        .toList();
  }

  private static ProcessHandle process(String node) {
    return cluster.up().processes().stream()
        .filter(handle -> handle.info().commandLine().orElse("").contains("--name " + node))
        .filter(handle -> handle.info().command().orElse("").endsWith("java"))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A machine with other work may take longer for it than a caller may wait: it is awaited then.
   */
  private static void startNode(int nodesThen, String... number) {
    Result started = cluster.run("start", number);
    if (started.err().startsWith("error: TIMEOUT")) {
      awaitSettled(nodesThen);
    } else {
      assertThat(started).extracting(Result::exit, Result::err).containsExactly(0, "");
    }
  }

  /** Until so many nodes are up, nothing moves, and every slot has its backup. */
  private static void awaitSettled(int nodes) {
    await().atMost(SETTLED_MAX).until(() -> isSettled(cluster.picture(), nodes));
  }

  private static boolean isSettled(JsonObject picture, int nodes) {
    long up =
        TestCluster.cacheNodes(picture).stream()
            .filter(node -> node.getString("state").equals("up"))
            .filter(node -> node.getLong("epoch").equals(picture.getLong("epoch")))
            .filter(node -> node.getInteger("ring") == nodes)
            .count();
    return up == nodes && picture.getInteger("moving") == 0 && picture.getInteger("degraded") == 0;
  }
}
