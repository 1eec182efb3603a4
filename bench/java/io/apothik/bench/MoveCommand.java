package io.apothik.bench;

import io.apothik.bench.load.Data;
import io.apothik.bench.report.Progress;
import io.apothik.bench.system.Contestants;
import io.apothik.bench.system.Observer;
import io.apothik.bench.system.Setting;
import io.apothik.cluster.FreePorts;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what it costs to move half of all entries to a node that joins: how fast they move, and
 * what a client notices that works at a part of what the cluster can do.
 */
@Command(
    name = "move",
    description = "Measures the move of entries to a node that joins, and what a client notices.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class MoveCommand implements Callable<Integer> {
  private static final double MEGABYTE = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_MILLI = 1e3;
  private static final int DEPTH = 64;
  private static final long SETTLE_SECONDS_MAX = 300;

  /** The client bears the number 2. */
  private static final int JOINING = 3;

  @Option(names = "--megabytes", description = "Keys and values that move.")
  private int megabytes = 1_000;

  @Option(names = "--value", paramLabel = "BYTES", description = "The length of each value.")
  private int valueBytes = 1_024;

  @Option(names = "--reads", paramLabel = "PERCENT", description = "Reads of a hundred requests.")
  private int reads = 95;

  @Option(names = "--migration-rate", paramLabel = "BYTES", description = "What a node may send.")
  private long migrationRate = 100L << 20;

  @Option(names = "--share", description = "Of what the cluster can do, for the client's rate.")
  private double share = 0.5;

  @Option(names = "--seconds", description = "For which the client works, without and with a move.")
  private double seconds = 30;

  @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Of work before.")
  private double warmUp = 15;

  @Option(names = "--heap", description = "Of the first node; the second has as much.")
  private String heap = "10g";

  private final Progress progress =
      new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));

  @Override
  public Integer call() throws Exception {
    Path log = Path.of("target", "bench", "logs", "move.log");
    List<Integer> ports = List.of(FreePorts.reserve(Setting.HOST));
    Setting first = new Setting(Contestants.APOTHIK, 1, ports.get(0), ports);
    Setting asking = new Setting(Contestants.APOTHIK, 0, FreePorts.reserve(Setting.HOST), ports);
    ExecutorService clientThread = Executors.newSingleThreadExecutor();
    try (Child server = Child.worker(first, serverOptions(), log);
        Child client = Child.worker(asking, Jvm.options("2g"), log)) {
      measure(client, clientThread, ports, log);
      progress.tell("the first node used %.1f s of processor time".formatted(seconds(server)));
    } finally {
      clientThread.shutdownNow();
    }
    return 0;
  }

  private void measure(Child client, ExecutorService clientThread, List<Integer> ports, Path log)
      throws Exception {
    long keys = 2L * megabytes * (long) MEGABYTE / (Data.KEY_BYTES + valueBytes);
    progress.tell("storing %d entries of %d bytes".formatted(keys, Data.KEY_BYTES + valueBytes));
    client.ask(new JsonObject().put("do", "load").put("keys", keys).put("valueBytes", valueBytes));
    Cell closed = new Cell(valueBytes, false, reads, DEPTH, 0, 0);
    measure(client, closed, warmUp);
    double capacity = measure(client, closed, warmUp).getDouble("throughput");
    Cell open = closed.at(capacity * share);
    progress.tell("%.0f requests/s at %d in flight".formatted(capacity, DEPTH));
    tell("nothing moves", measure(client, open, seconds));

    try (Observer observer = Observer.of(ports.get(0))) {
      Future<JsonObject> working = clientThread.submit(() -> measure(client, open, seconds));
      TimeUnit.SECONDS.sleep(2);
      int port = FreePorts.reserve(Setting.HOST);
      long begin = System.nanoTime();
      try (Child second =
          Child.worker(
              new Setting(Contestants.APOTHIK, JOINING, port, ports), serverOptions(), log)) {
        double ready = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        double moved = observer.awaitMoved(2, SETTLE_SECONDS_MAX) / NANOS_PER_SECOND;
        JsonObject cluster = observer.cluster();
        long entries = observer.entries(JOINING);
        tell("half of it moves", working.get());
        progress.tell(
            ("the second node was ready after %.1f s; from its first table on, its %d entries came"
                    + " in %.1f s: %.0f MB/s")
                .formatted(
                    ready,
                    entries,
                    moved,
                    entries * (double) (Data.KEY_BYTES + valueBytes) / MEGABYTE / moved));
        progress.tell(
            "%d slots passed, each paused %d ms in the mean, the longest %d ms"
                .formatted(
                    cluster.getInteger("moves"),
                    cluster.getInteger("meanPauseMillis"),
                    cluster.getInteger("longestPauseMillis")));
        progress.tell("the second node used %.1f s of processor time".formatted(seconds(second)));
      }
    }
  }

  private static double seconds(Child child) {
    return child.cpu().toNanos() / NANOS_PER_SECOND;
  }

  private List<String> serverOptions() {
    return Stream.concat(
            Jvm.options(heap).stream(), Stream.of("-Dapothik.bench.migration=" + migrationRate))
        .toList();
  }

  private static JsonObject measure(Child client, Cell cell, double seconds) throws IOException {
    return client.ask(cell.toOrder(seconds));
  }

  private void tell(String when, JsonObject outcome) {
    progress.tell(
        "%s: %.0f requests/s, p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms; %d failed, %d absent, %d without an answer"
            .formatted(
                when,
                outcome.getDouble("throughput"),
                outcome.getDouble("p50Micros") / MICROS_PER_MILLI,
                outcome.getDouble("p99Micros") / MICROS_PER_MILLI,
                outcome.getDouble("p999Micros") / MICROS_PER_MILLI,
                outcome.getDouble("maxMicros") / MICROS_PER_MILLI,
                outcome.getLong("failed"),
                outcome.getLong("absent"),
                outcome.getLong("unfinished")));
  }
}
