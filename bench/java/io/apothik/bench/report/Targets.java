package io.apothik.bench.report;

import io.apothik.bench.system.Contestants;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What Apothik is meant to reach beside others, and what a run says of it. */
final class Targets {
  private static final int VALUE_BYTES = 100;
  private static final String UNIFORM = "uniform";
  private static final int READS = 100;
  private static final int MIXED = 95;
  private static final int WRITES = 0;
  private static final double HALF = 0.5;

  /** Whether more of a thing is better, or less. */
  private enum Field {
    THROUGHPUT("throughput", "requests/s", true),
    P99("p99Micros", "p99, its ÷ ours", false),
    CPU("cpuSecondsPerMillion", "CPU a request, its ÷ ours", false);

    private final String name;
    private final String label;
    private final boolean moreIsBetter;

    Field(String name, String label, boolean moreIsBetter) {
      this.name = name;
      this.label = label;
      this.moreIsBetter = moreIsBetter;
    }
  }

  /**
   * One target.
   *
   * @param reads of a hundred requests
   * @param depth requests in flight, or 0 at half of each system's own best
   * @param least how many times as good as the other
   */
  private record Target(Field field, String other, int reads, int depth, double least) {
    boolean isAbout(Run.Key key) {
      return key.valueBytes() == VALUE_BYTES
          && key.keys().equals(UNIFORM)
          && key.readPercent() == reads
          && key.depth() == depth
          && key.share() == (depth == 0 ? HALF : 0);
    }
  }

  private Targets() {}

  private static List<Target> all() {
    List<Target> all = new ArrayList<>();
    for (String other : List.of("imap-0", "asyncmap-0")) {
      all.add(new Target(Field.THROUGHPUT, other, READS, 1, 2.5));
      all.add(new Target(Field.THROUGHPUT, other, READS, 64, 6));
      all.add(new Target(Field.THROUGHPUT, other, READS, 512, 6));
    }
    for (int depth : List.of(64, 512)) {
      all.add(new Target(Field.THROUGHPUT, "imap-1", WRITES, depth, 5));
    }
    for (int reads : List.of(READS, WRITES)) {
      all.add(new Target(Field.THROUGHPUT, "infinispan-1", reads, 64, 3));
      all.add(new Target(Field.THROUGHPUT, "infinispan-1", reads, 512, 3));
      all.add(new Target(Field.THROUGHPUT, "redis-0", reads, 1, 0.8));
      all.add(new Target(Field.THROUGHPUT, "redis-0", reads, 64, 1.5));
      all.add(new Target(Field.THROUGHPUT, "redis-0", reads, 512, 1.5));
    }
    all.add(new Target(Field.THROUGHPUT, "socket-0", READS, 512, 0.6));
    all.add(new Target(Field.THROUGHPUT, "caffeine-local", READS, 512, 0.3));
    all.add(new Target(Field.P99, "imap-0", MIXED, 0, 2));
    all.add(new Target(Field.CPU, "imap-0", READS, 64, 4));
    all.add(new Target(Field.CPU, "imap-0", READS, 512, 4));
    return all;
  }

  /** A table of those that the run measured; nothing if it measured none. */
  static String markdown(Run run) {
    StringBuilder text = new StringBuilder();
    for (Target target : all()) {
      run.keys().stream()
          .filter(target::isAbout)
          .findFirst()
          .flatMap(key -> ratio(run, key, target))
          .ifPresent(ratio -> text.append(row(target, ratio)));
    }
    return text.isEmpty()
        ? ""
        : """

          ### Beside what was aimed at

          | what | beside | reads | at once | aimed at | reached |
          | --- | --- | ---: | --- | ---: | --- |
          """
            + text;
  }

  private static Optional<Spread> ratio(Run run, Run.Key key, Target target) {
    String ours = Contestants.ours(target.other());
    return target.field().moreIsBetter
        ? run.ratio(key, ours, target.other(), target.field().name)
        : run.ratio(key, target.other(), ours, target.field().name);
  }

  private static String row(Target target, Spread ratio) {
    return "| %s | %s | %d %% | %s | %.1f | %s |\n"
        .formatted(
            target.field().label,
            target.other(),
            target.reads(),
            target.depth() == 0 ? "half of its own best" : target.depth(),
            target.least(),
            ratio.ratio());
  }
}
