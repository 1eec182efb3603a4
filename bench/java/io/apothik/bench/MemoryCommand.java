package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.bench.system.Contestants;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures what an entry takes in memory. Each system runs in processes of its own, which are
 * looked at before they are filled and after; what the client takes that fills them does not count.
 * Where a system keeps a backup of each entry, it is run without and with backups, and the
 * difference is theirs.
 */
@Command(
    name = "memory",
    description = "Measures how many bytes an entry takes, first copies and backups.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class MemoryCommand implements Callable<Integer> {
  private static final Path LOGS = Path.of("target", "bench", "logs", "memory");

  /** Copies that nobody needs any more are let go some time after they were written. */
  private static final long REST_SECONDS = 3;

  private static final double BYTES_PER_MEBIBYTE = 1 << 20;
  private static final String BACKUP = "-1";
  private static final String FIRST = "-0";

  @Option(names = "--entries", description = "How many, with keys of 16 bytes.")
  private int entries = 1_000_000;

  @Option(names = "--value", paramLabel = "BYTES", description = "Length of values.")
  private int valueBytes = 100;

  @Option(
      names = "--systems",
      split = ",",
      description = "Which; one whose name ends in -1 needs the one that ends in -0 before it.")
  private List<String> systems =
      List.of(
          Contestants.APOTHIK,
          Contestants.APOTHIK_BACKUP,
          "caffeine-local",
          "imap-0",
          "imap-1",
          "redis-0",
          "redis-1",
          "memcached-0");

  @Option(names = "--heap", description = "Of each JVM, at most.")
  private String heap = "2g";

  /** What the processes of a system have, empty and with what was stored. */
  private record Growth(Footprint empty, Footprint full) {
    Footprint difference() {
      return full.minus(empty);
    }
  }

  @Override
  public Integer call() {
    Progress progress = new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    progress.tell(Machine.describe().encode());
    progress.tell(Machine.versions().encode());
    Map<String, Growth> growths = new HashMap<>();
    List<String> rows =
        new ArrayList<>(
            List.of(
                "| system | copy | heap | process | heap, empty | process, empty |",
                "| --- | --- | ---: | ---: | ---: | ---: |"));
    for (String system : BenchCommand.available(systems, progress)) {
      progress.tell(system + " starts");
      try {
        Growth growth = measure(system);
        growths.put(system, growth);
        String row = row(system, growth, growths);
        progress.tell(row);
        rows.add(row);
      } catch (IOException | InterruptedException failure) {
        progress.tell("%s FAILED: %s".formatted(system, failure.getMessage()));
      }
    }
    rows.forEach(progress::tell);
    return 0;
  }

  private Growth measure(String system) throws IOException, InterruptedException {
    try (Stage stage = Stage.set(system, options(), LOGS.resolve(system + ".log"))) {
      Footprint empty = stage.footprint();
      if (Contestants.named(system).servers() == 0) {
        stage.hoard(entries, valueBytes);
      } else {
        stage.load(entries, valueBytes);
      }
      TimeUnit.SECONDS.sleep(REST_SECONDS);
      return new Growth(empty, stage.footprint());
    }
  }

  /** The heap is as large as what it holds needs, so that what a process has tells something. */
  private List<String> options() {
    List<String> options = new ArrayList<>(Jvm.options(heap));
    options.addAll(List.of("-Xms32m", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10"));
    return options;
  }

  private String row(String system, Growth growth, Map<String, Growth> growths) {
    boolean backup = system.endsWith(BACKUP);
    Footprint difference = growth.difference();
    if (backup) {
      Growth first = growths.get(system.replace(BACKUP, FIRST));
      if (first == null) {
        return "| %s | both | %s |".formatted(system, cells(difference, growth.empty));
      }
      difference = difference.minus(first.difference());
    }
    return "| %s | %s | %s |"
        .formatted(system, backup ? "backup" : "first", cells(difference, growth.empty));
  }

  private String cells(Footprint difference, Footprint empty) {
    return "%s | %.0f | %s | %.0f MiB"
        .formatted(
            empty.heapBytes() == 0
                ? "–"
                : "%.0f".formatted((double) difference.heapBytes() / entries),
            (double) difference.residentBytes() / entries,
            empty.heapBytes() == 0
                ? "–"
                : "%.0f MiB".formatted(empty.heapBytes() / BYTES_PER_MEBIBYTE),
            empty.residentBytes() / BYTES_PER_MEBIBYTE);
  }
}
