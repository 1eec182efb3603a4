package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.process.RunSh.Result;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A cluster that {@code ./run.sh N} started, under a name that no other has. */
final class TestCluster implements AutoCloseable {
  private static final AtomicInteger STARTED = new AtomicInteger();

  private final String name;
  private final Running up;

  private TestCluster(String name, Running up) {
    this.name = name;
    this.up = up;
  }

  /** Starts one, and waits until it says that it can be used. */
  static TestCluster start(int nodes, String... options) {
    String name = freshName();
    List<String> arguments =
        new ArrayList<>(List.of("" + nodes, "--cluster", name, "--bridge-port", "0"));
    arguments.addAll(List.of(options));
    TestCluster cluster = new TestCluster(name, Running.runSh(arguments.toArray(String[]::new)));
    try {
      cluster.up.awaitOut("Ctrl-C ends the cluster.");
      return cluster;
    } catch (RuntimeException | AssertionError failure) {
      cluster.close();
      throw failure;
    }
  }

  /** A name for a cluster of this process alone. */
  static String freshName() {
    return "it-%d-%d".formatted(ProcessHandle.current().pid(), STARTED.incrementAndGet());
  }

  String name() {
    return name;
  }

  /** The port at which its master's bridge listens. */
  int bridgePort() {
    try {
      Path runFile = RunSh.HOME.resolve("run").resolve(name).resolve("cluster.json");
      return new JsonObject(Files.readString(runFile)).getInteger("bridgePort");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The process that the command line started: the supervisor, with the master. */
  Running up() {
    return up;
  }

  Result run(String command, String... arguments) {
    return runWithInput(new byte[0], command, arguments);
  }

  Result runWithInput(byte[] input, String command, String... arguments) {
    return RunSh.runWithInput(input, toThis(command, arguments).toArray(String[]::new));
  }

  private List<String> toThis(String command, String... arguments) {
    List<String> all = new ArrayList<>(List.of(command, "--cluster", name));
    all.addAll(List.of(arguments));
    return all;
  }

  /**
   * Standard output without its last line break; fails unless the command says that it is done. It
   * may run in this JVM: {@link SameJvm}.
   */
  String ask(String command, String... arguments) {
    Result result = SameJvm.run(toThis(command, arguments));
    assertThat(result)
        .as("%s %s", command, List.of(arguments))
        .extracting(Result::exit, Result::err)
        .containsExactly(0, "");
    return result.out().stripTrailing();
  }

  /** What the command cluster shows, without the cost of a process: it is asked for many times. */
  JsonObject picture() {
    try (BridgeSocket bridge = new BridgeSocket(bridgePort())) {
      return bridge.ask(new JsonObject().put("op", "cluster")).getJsonObject("body");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The cache nodes in a picture, in the order of their numbers. */
  static List<JsonObject> cacheNodes(JsonObject picture) {
    JsonArray nodes = picture.getJsonArray("nodes");
    return IntStream.range(0, nodes.size())
        .mapToObj(nodes::getJsonObject)
        .filter(node -> node.getString("role").equals("cache"))
        .toList();
  }

  /**
   * For each cache node of a picture that is in that state, how many there are in the ring that it
   * knows.
   */
  static List<Integer> rings(JsonObject picture, String state) {
    return cacheNodes(picture).stream()
        .filter(node -> node.getString("state").equals(state))
        .map(node -> node.getInteger("ring"))
        .toList();
  }

  /** Whether so many cache nodes are a cluster, in which nothing moves and no copy is missing. */
  static boolean isSettled(JsonObject picture, int nodes) {
    return rings(picture, "up").equals(Collections.nCopies(nodes, nodes))
        && picture.getInteger("moving") == 0
        && picture.getInteger("degraded") == 0;
  }

  /** Waits until none of these processes is there any more. */
  static void awaitEnd(Collection<ProcessHandle> processes) {
    await("the end of " + processes)
        .atMost(RunSh.TIME_MAX)
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Takes the cluster down, whatever state it is in, and its logs away. */
  @Override
  public void close() {
    List<ProcessHandle> processes = up.processes();
    try {
      if (up.isAlive()) {
        SameJvm.run(toThis("down"));
      }
    } finally {
      up.close();
      processes.forEach(ProcessHandle::destroyForcibly);
      deleteRunDirectory(name);
    }
  }

  /** Takes away what a cluster of this name, which is down, left in its run directory. */
  static void deleteRunDirectory(String name) {
    Path directory = RunSh.HOME.resolve("run").resolve(name);
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
