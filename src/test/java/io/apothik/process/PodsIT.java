package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.SecondLane;
import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three nodes that start at the same time, each with an address of its own, and find each other by
 * one name that stands for all: the pods of deploy/kubernetes.yaml. A file takes the DNS's place.
 */
@SecondLane
@TestMethodOrder(OrderAnnotation.class)
class PodsIT {
  private static final Duration SETTLED_MAX = Duration.ofSeconds(90);
  private static final String CLUSTER = TestCluster.freshName();
  private static final Running[] pods = new Running[3];

  @TempDir static Path directory = Path.of("");
  private static Hosts hosts;

  @BeforeAll
  static void start() throws IOException {
    hosts = Hosts.create(pods.length);
    Files.writeString(
        directory.resolve("dns"),
        IntStream.rangeClosed(1, pods.length)
            .mapToObj(host -> "%s apothik pod-%d\n".formatted(Hosts.address(host), host))
            .collect(Collectors.joining()));
    for (int host = 1; host <= pods.length; host++) {
      start(host);
    }
  }

  private static void start(int host) {
    pods[host - 1] =
        hosts.startWith(
            "-Djdk.net.hosts.file=" + directory.resolve("dns"),
            host,
            "node",
            "--name",
            name(host),
            "--cluster",
            CLUSTER,
            "--config",
            "deploy/cluster-kubernetes.xml",
            "--founders",
            "2",
            "--expect",
            "3",
            "--bridge-port",
            "7171",
            "--insecure");
  }

  @AfterAll
  static void end() {
    for (Running pod : pods) {
      if (pod != null) {
        pod.close();
      }
    }
    if (hosts != null) {
      hosts.close();
    }
    TestCluster.deleteRunDirectory(CLUSTER);
  }

  @Test
  @Order(1)
  void startedAtOnce_theyFoundOneCluster() throws IOException {
    for (Running pod : pods) {
      pod.awaitOut("ready: ");
    }
    awaitSettled(1);

    assertThat(firstTables()).hasSize(1);
  }

  @Test
  @Order(2)
  void theOneThatFoundedIt_comesBack_andJoinsTheOthers() throws IOException {
    assertThat(ask(1, "put city Paris").exit()).isZero();
    String oldest = picture(1).getString("coordinator");
    int founder =
        IntStream.rangeClosed(1, pods.length)
            .filter(host -> name(host).equals(oldest))
            .findFirst()
            .orElseThrow();
    int other = founder % 3 + 1;

    pods[founder - 1].close();
    start(founder);
    pods[founder - 1].awaitOut("ready: ");
    awaitSettled(other);

    assertThat(ask(founder, "get city").out()).isEqualTo("Paris\n");
    assertThat(picture(founder).getString("coordinator")).isNotEqualTo(oldest);
    assertThat(firstTables()).hasSize(1);
  }

  @Test
  @Order(3)
  void aClient_joinsThroughTheNameOfOneOfThem() {
    try (Running client =
        hosts.startWith(
            "-Djdk.net.hosts.file=" + directory.resolve("dns"),
            2,
            "node",
            "--role",
            "client",
            "--name",
            "caller@" + Hosts.address(2),
            "--cluster",
            CLUSTER,
            "--join",
            "pod-1:5701",
            "--insecure")) {
      client.awaitOut("ready: ");
    }
  }

  private static String name(int host) {
    return "apothik-%d@%s".formatted(host, Hosts.address(host));
  }

  /** The tables that began a cluster, as the nodes' logs have them. */
  private static List<String> firstTables() throws IOException {
    try (var logs = Files.list(RunSh.HOME.resolve("run").resolve(CLUSTER))) {
      String all =
          logs.filter(log -> log.toString().endsWith(".log"))
              .map(PodsIT::read)
              .collect(Collectors.joining());
      return all.lines()
          .filter(line -> line.contains("installed: epoch 1,"))
          .map(line -> line.substring(line.indexOf("installed: ")))
          .distinct()
          .toList();
    }
  }

  private static String read(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static Result ask(int host, String command) {
    return hosts.bash(host, "./run.sh %s --bridge %s:7171".formatted(command, Hosts.address(host)));
  }

  private static JsonObject picture(int host) {
    return new JsonObject(ask(host, "cluster --json").out());
  }

  private static void awaitSettled(int host) {
    await()
        .atMost(SETTLED_MAX)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> TestCluster.isSettled(picture(host), pods.length));
  }
}
