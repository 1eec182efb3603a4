package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.scale.Cost;
import io.apothik.scale.Cost.Publication;
import io.apothik.scale.LargeCluster;
import io.apothik.scale.Topic;
import io.apothik.slot.Placement;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures what it costs that members come and go, by how many nodes there are. */
@Command(
    name = "membership",
    description =
        "Measures what it costs that members come and go, in simulated clusters without data.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
final class MembershipCommand implements Callable<Integer> {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long IDLE_MILLIS = 1_000;
  private static final int WARM_UP_NODES = 30;

  @Option(names = "--nodes", split = ",", description = "How many.")
  private List<Integer> nodes = List.of(3, 10, 30, 100, 300, 1_000);

  @Option(names = "--backups", description = "How many.")
  private int backups = 1;

  @Option(names = "--warm-up", description = "Clusters of 30 nodes before.")
  private int warmUp = 3;

  private final Progress progress =
      new Progress(new PrintWriter(System.out, true, StandardCharsets.UTF_8));

  @Override
  public Integer call() {
    for (int i = 0; i < warmUp; i++) {
      measure(WARM_UP_NODES, (what, cost) -> {});
    }
    List<String> heads =
        new ArrayList<>(List.of("nodes", "what", "ms", "tables", "messages", "KiB"));
    for (Topic topic : Topic.values()) {
      heads.add(label(topic));
    }
    heads.addAll(List.of("CPU ms", "busiest", "table KiB", "difference KiB"));
    row(heads);
    progress.tell("| ---: | --- |" + " ---: |".repeat(heads.size() - 2));
    for (int count : nodes) {
      measure(count, (what, cost) -> row(cells(count, what, cost)));
    }
    return 0;
  }

  private void measure(int count, BiConsumer<String, Cost> out) {
    Settings settings = new Settings(Placement.SLOTS, backups, Quorum.MAJORITY);
    LargeCluster cluster = new LargeCluster(settings, Placement.Slots.COUNT);
    out.accept("founding", cluster.found(count));
    out.accept("a second idle", cluster.idle(IDLE_MILLIS));
    out.accept("join", cluster.join());
    cluster.idle(IDLE_MILLIS);
    out.accept("leave", cluster.leave());
    cluster.idle(IDLE_MILLIS);
    out.accept("crash", cluster.crash());
  }

  private static List<String> cells(int count, String what, Cost cost) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                number(count),
                what,
                number(cost.millis()),
                number(cost.tables().size()),
                number(cost.allMessages()),
                kibibytes(cost.allBytes())));
    for (Topic topic : Topic.values()) {
      cells.add(
          cost.messages(topic) == 0
              ? ""
              : "%s, %s".formatted(number(cost.messages(topic)), kibibytes(cost.bytes(topic))));
    }
    cells.add(millis(cost.cpuNanos()));
    cells.add(millis(cost.busiestNanos()));
    cells.add(mean(cost, Publication::fullBytes));
    cells.add(mean(cost, Publication::differenceBytes));
    return cells;
  }

  private static String mean(Cost cost, ToLongFunction<Publication> bytes) {
    return cost.tables().isEmpty()
        ? ""
        : kibibytes(cost.tables().stream().mapToLong(bytes).sum() / cost.tables().size());
  }

  private static String label(Topic topic) {
    return topic.name().toLowerCase(Locale.ROOT);
  }

  private static String number(long number) {
    return "%,d".formatted(number);
  }

  private static String kibibytes(long bytes) {
    return "%,.1f".formatted(bytes / 1024.0);
  }

  private static String millis(long nanos) {
    return "%,.1f".formatted(nanos / NANOS_PER_MILLI);
  }

  private void row(List<String> cells) {
    progress.tell("| " + String.join(" | ", cells) + " |");
  }
}
