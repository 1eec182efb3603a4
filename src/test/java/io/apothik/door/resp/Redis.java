package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.cluster.FreePorts;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Redis in a process of its own, which keeps nothing. */
public final class Redis implements Closeable {
  /** Replies, and errors most of all, are not the same in all versions. */
  private static final String VERSION = "v=7.0.";

  private static final String HOST = "127.0.0.1";
  private static final Duration START_MAX = Duration.ofSeconds(20);

  private final int port = FreePorts.pick(HOST);
  private final Path directory;
  private final Process process;
  private final Thread lastResort;

  private Redis(String... options) throws IOException {
    directory = Files.createTempDirectory("redis");
    List<String> command =
        new ArrayList<>(List.of("redis-server", "--port", "" + port, "--bind", HOST, "--save", ""));
    command.addAll(List.of("--dir", directory.toString()));
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    lastResort = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(lastResort);
    await().atMost(START_MAX).until(() -> FreePorts.isTaken(HOST, port));
  }

  /** One by itself. */
  static Redis alone() throws IOException {
    assumePresent();
    return new Redis();
  }

  /** A cluster of one, which owns all slots. */
  static Redis cluster() throws IOException {
    assumePresent();
    String busPort = Integer.toString(FreePorts.reserve(HOST));
    // By itself it does not know its address, and some clients then do not find it.
    Redis redis =
        new Redis(
            "--cluster-enabled", "yes", "--cluster-port", busPort, "--cluster-announce-ip", HOST);
    try (RawClient client = new RawClient(redis.port)) {
      assertThat(client.ask("CLUSTER ADDSLOTSRANGE 0 16383")).isEqualTo("\"OK\"");
      await()
          .atMost(START_MAX)
          .until(() -> client.ask("CLUSTER INFO").contains("cluster_state:ok"));
    }
    return redis;
  }

  /** Skips the test on a machine without a Redis of that version. */
  private static void assumePresent() {
    assumePresent("redis-server");
    String version = version();
    Assumptions.assumeTrue(
        version.contains(VERSION),
        "skipped: replies are compared with those of Redis 7.0, and this is: " + version);
  }

  /** Skips the test on a machine without that program. */
  public static void assumePresent(String program) {
    Assumptions.assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program))),
        "skipped: there is no " + program + " here");
  }

  private static String version() {
    try {
      Process asked = new ProcessBuilder("redis-server", "--version").start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    Runtime.getRuntime().removeShutdownHook(lastResort);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
