package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.bench.report.Spread;
import io.apothik.cluster.FreePorts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures the door for Redis clients beside a Redis Cluster of as many processes, half of which
 * are replicas, by redis-benchmark, the two in turn. A write through the door is on both copies
 * when it is answered; in a Redis Cluster it is on the master alone.
 */
@Command(
    name = "door",
    description = "Measures the Redis door beside a Redis Cluster, by redis-benchmark.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class DoorCommand implements Callable<Integer> {
  private static final String HOST = "127.0.0.1";
  private static final Path HOME = Path.of("target", "bench", "door");
  private static final Path LOG = HOME.resolve("log");
  private static final List<String> TESTS = List.of("set", "get");
  private static final int READY_SECONDS_MAX = 60;
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  @Option(names = "--processes", description = "Of each system; an even number.")
  private int processes = 6;

  @Option(names = "--repetitions", description = "Of everything.")
  private int repetitions = 5;

  @Option(
      names = "--pipelines",
      split = ",",
      description = "Commands that a client sends in a row.")
  private List<Integer> pipelines = List.of(1, 16);

  @Option(names = "--requests", description = "Of each measurement, for each command in a row.")
  private int requests = 600_000;

  @Option(names = "--warm-up", description = "Measurements of each kind before.")
  private int warmUp = 4;

  @Option(
      names = "--keys",
      description = "At each primary, all in one slot; 1 as redis-benchmark does by itself.")
  private int keys = 1;

  @Option(names = "--value", paramLabel = "BYTES", description = "The length of each value.")
  private int valueBytes = 100;

  private final Progress progress =
      new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));

  /** What is measured: a test, and how many commands a client sends in a row. */
  private record Kind(String test, int pipeline) {}

  /** What one measurement gave: requests a second, and processor time of the servers for each. */
  private record Rate(double perSecond, double cpuMicros) {}

  /** One of the two, by its processes and the port of the first. */
  private record Contestant(String name, List<Child> servers, int port) {
    Duration cpu() {
      return servers.stream().map(Child::cpu).reduce(Duration.ZERO, Duration::plus);
    }
  }

  @Override
  public Integer call() throws Exception {
    Files.createDirectories(HOME);
    List<Child> all = new ArrayList<>();
    try {
      Contestant ours = new Contestant("apothik", new ArrayList<>(), startNodes(all));
      ours.servers().addAll(all);
      Contestant theirs = new Contestant("redis-cluster", new ArrayList<>(), startRedis(all));
      theirs.servers().addAll(all.subList(processes, 2 * processes));
      Map<Kind, List<Rate>> ourRates = new LinkedHashMap<>();
      Map<Kind, List<Rate>> theirRates = new LinkedHashMap<>();
      for (int repetition = -warmUp; repetition < repetitions; repetition++) {
        for (int pipeline : pipelines) {
          for (String test : TESTS) {
            Kind kind = new Kind(test, pipeline);
            note(kind, measure(ours, kind), repetition, ourRates);
            note(kind, measure(theirs, kind), repetition, theirRates);
          }
        }
      }
      tell(ourRates, theirRates);
    } finally {
      all.forEach(Child::close);
    }
    return 0;
  }

  private static void note(Kind kind, Rate rate, int repetition, Map<Kind, List<Rate>> rates) {
    if (repetition >= 0) {
      rates.computeIfAbsent(kind, absent -> new ArrayList<>()).add(rate);
    }
  }

  private int startNodes(List<Child> all) throws IOException {
    int port = FreePorts.reserve(HOST);
    int join = FreePorts.reserve(HOST);
    for (int number = 1; number <= processes; number++) {
      List<String> command =
          new ArrayList<>(List.of("./run.sh", "node", "--name", "apothik_" + number + "@" + HOST));
      command.addAll(List.of("--cluster", "bench-door-" + join, "--expect", "" + processes));
      command.addAll(
          number == 1 ? List.of("--join-port", "" + join) : List.of("--join", HOST + ":" + join));
      int own = number == 1 ? port : FreePorts.reserve(HOST);
      command.addAll(List.of("--redis-port", "" + own));
      all.add(Child.program(command, LOG));
    }
    await("a cluster of " + processes, port, "cluster_size:" + processes);
    return port;
  }

  private int startRedis(List<Child> all) throws IOException, InterruptedException {
    List<String> create = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    int first = 0;
    for (int number = 0; number < processes; number++) {
      int port = FreePorts.reserve(HOST);
      first = number == 0 ? port : first;
      // What another server or run has left behind would be taken for its own.
      Path state = Files.createTempDirectory(HOME, "redis-").toAbsolutePath();
      all.add(
          Child.program(
              List.of(
                  "redis-server",
                  "--port",
                  "" + port,
                  "--save",
                  "",
                  "--appendonly",
                  "no",
                  "--cluster-enabled",
                  "yes",
                  "--dir",
                  state.toString()),
              LOG));
      create.add(HOST + ":" + port);
      await("a server", port, "redis_version", "INFO");
    }
    create.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    output(create);
    await("a Redis Cluster", first, "cluster_state:ok");
    return first;
  }

  private void await(String what, int port, String sign) throws IOException {
    await(what, port, sign, "CLUSTER", "INFO");
  }

  private void await(String what, int port, String sign, String... question) throws IOException {
    long begin = System.nanoTime();
    List<String> command = new ArrayList<>(List.of("redis-cli", "-p", "" + port));
    command.addAll(List.of(question));
    while (!output(command).contains(sign)) {
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(READY_SECONDS_MAX)) {
        throw new IOException("not within %d s: %s".formatted(READY_SECONDS_MAX, what));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
    }
  }

  private static String output(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Rate measure(Contestant system, Kind kind) throws IOException {
    long count = (long) requests * kind.pipeline();
    Duration before = system.cpu();
    long begin = System.nanoTime();
    String result =
        output(
            List.of(
                "redis-benchmark",
                "--cluster",
                "-p",
                "" + system.port(),
                "-t",
                kind.test(),
                "-n",
                "" + count,
                "-P",
                "" + kind.pipeline(),
                "-d",
                "" + valueBytes,
                "-r",
                "" + keys,
                "--csv"));
    double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
    double cpu = system.cpu().minus(before).toNanos() / NANOS_PER_SECOND;
    Rate rate = new Rate(perSecond(result, kind), cpu * MICROS_PER_SECOND / count);
    progress.tell(
        "%-13s %s -P %-3d %,10.0f/s, %.2f µs of processor time each, %.1f s"
            .formatted(
                system.name(),
                kind.test(),
                kind.pipeline(),
                rate.perSecond(),
                rate.cpuMicros(),
                seconds));
    return rate;
  }

  /** The second field of the line of the test. */
  private static double perSecond(String csv, Kind kind) throws IOException {
    return csv.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("\"" + kind.test()))
        .map(line -> line.split("\"", -1)[3])
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new IOException("redis-benchmark said: " + csv));
  }

  private void tell(Map<Kind, List<Rate>> ours, Map<Kind, List<Rate>> theirs) {
    progress.tell("");
    progress.tell(
        "| command | in a row | Apothik/s | Redis Cluster/s | ratio | µs of processor time | of"
            + " theirs |");
    progress.tell("| --- | --- | --- | --- | --- | --- | --- |");
    ours.forEach((kind, rates) -> tell(kind, rates, theirs.getOrDefault(kind, List.of())));
  }

  private void tell(Kind kind, List<Rate> ours, List<Rate> theirs) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      ratios.add(ours.get(i).perSecond() / theirs.get(i).perSecond());
    }
    progress.tell(
        "| %s | %d | %,.0f | %,.0f | %s | %.1f | %.1f |"
            .formatted(
                kind.test().toUpperCase(Locale.ROOT),
                kind.pipeline(),
                Spread.of(ours.stream().map(Rate::perSecond).toList()).median(),
                Spread.of(theirs.stream().map(Rate::perSecond).toList()).median(),
                Spread.of(ratios).ratio(),
                Spread.of(ours.stream().map(Rate::cpuMicros).toList()).median(),
                Spread.of(theirs.stream().map(Rate::cpuMicros).toList()).median()));
  }
}
