package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.apothik.SecondLane;
import io.apothik.process.ConsoleDoc.Step;
import io.apothik.process.RunSh.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Benchmarks print what the documents show. What is shown takes minutes to hours, so each command
 * is run with options that leave next to nothing to measure. Those that start systems take their
 * time all the same, and are only run with {@code -Dapothik.benchmarks=all}.
 */
@SecondLane
class BenchDocsIT {
  static final ConsoleDoc BENCHMARKS = new ConsoleDoc("BENCHMARKS.md");
  static final ConsoleDoc PERFORMANCE = new ConsoleDoc("docs/performance.md");

  /** The system property that says which are run. */
  private static final String WHICH = "apothik.benchmarks";

  /** Maven may have to fetch the other systems. */
  private static final Duration TIME_MAX = Duration.ofMinutes(5);

  /** Where commands are run that write into documents. */
  private static final Path COPY = Path.of("target", "bench-docs");

  /** What they need for it. */
  private static final String COPYING =
      """
      set -e
      rm -rf %1$s
      mkdir -p %1$s/target
      cp -a pom.xml run.sh cluster.xml BENCHMARKS.md bench src %1$s
      cp -al target/classes target/bench %1$s/target
      """
          .formatted(COPY);

  /** Of these all happens in one process, or nearly so. */
  private static final Pattern BRIEF = Pattern.compile("bench (plan|membership|--publish --rates)");

  private static final Pattern OPTION = Pattern.compile("(--[a-z-]+) \\S+");

  private static final String ONE_NUMBER =
      "--values 100 --distributions uniform --rates 0 --shares 0 --repetitions 1 --keys 1000"
          + " --warm-up 0.1 --first-warm-up 0.1";

  private static final String SHORT = ONE_NUMBER + " --depths 1 --reads 95 --seconds 0.2";

  /** What takes the place of a command's options, by how the command begins. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "bench --publish", SHORT + " --systems apothik-0,socket-0",
          "bench --publish --rates", SHORT + " --systems caffeine-local",
          "bench --systems", ONE_NUMBER + " --seconds 60",
          "bench copies", "--reads 100 --backups 0 --entries 1000 --repetitions 1",
          "bench door", "--repetitions 1 --warm-up 0 --requests 1000",
          "bench membership", "--nodes 3 --warm-up 0",
          "bench memory", "--systems apothik-0 --entries 1000",
          "bench move", "--megabytes 2 --seconds 3 --warm-up 0.1 --share 0.1 --heap 256m",
          "bench page",
              "--nodes 1 --in-flight 1 --repetitions 1 --keys 1000 --seconds 1 --warm-up 1",
          "bench plan", "--nodes 3 --backups 0 --repetitions 1");

  @BeforeAll
  static void build() {
    Result built = RunSh.bash("./run.sh bench --help", TIME_MAX);
    assertThat(built.exit()).as(built.err()).isZero();
    Result copied = RunSh.bash(COPYING);
    assertThat(copied.exit()).as(copied.err()).isZero();
  }

  @AfterAll
  static void deleteCopy() {
    RunSh.bash("rm -rf " + COPY);
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> everyBenchmark_printsWhatIsSaid() throws IOException {
    List<Step> steps = new ArrayList<>(BENCHMARKS.steps());
    steps.addAll(PERFORMANCE.steps());
    return steps.stream()
        .filter(step -> !isOfProfile(step))
        .map(step -> dynamicTest(step.command(), () -> check(step)));
  }

  @Test
  @EnabledIfSystemProperty(
      named = WHICH,
      matches = "all",
      disabledReason = "skipped: it takes long; -Dapothik.benchmarks=all runs it")
  void aProfile_isTakenWhileABenchmarkGoesOn() throws IOException {
    RunSh.assumeInstalled("jcmd");
    List<Step> steps = PERFORMANCE.steps().stream().filter(BenchDocsIT::isOfProfile).toList();
    assertThat(steps).hasSize(4);
    Step benchmark = steps.get(0);

    try (Running running = new Running(List.of("bash", "-c", here(benchmark.command())))) {
      await("its two processes").atMost(TIME_MAX).until(() -> workers() >= 2);
      check(steps.get(1));
      await("samples")
          .atMost(TIME_MAX)
          .untilAsserted(
              () -> {
                check(steps.get(2));
                check(steps.get(3));
              });
      benchmark.assertPrinted(running.out(), running.err());
    }
  }

  private static boolean isOfProfile(Step step) {
    return !step.command().contains("bench ") || step.command().contains("bench --systems");
  }

  private static long workers() {
    return RunSh.bash("jcmd -l")
        .out()
        .lines()
        .filter(line -> line.contains("bench.Worker"))
        .count();
  }

  private static void check(Step step) throws IOException {
    assumeTrue(
        BRIEF.matcher(step.command()).find() || "all".equals(System.getProperty(WHICH)),
        "skipped: it takes long; -D%s=all runs it".formatted(WHICH));
    if (step.command().contains("bench door")) {
      RunSh.assumeInstalled("redis-server");
    }
    Result result = RunSh.bash(here(step.command()), TIME_MAX);
    step.assertPrinted(result.out(), result.err());
    if (step.command().contains("--publish")) {
      String raw = result.out().replaceAll("(?s).*\nraw results: |\n$", "");
      assertThat(COPY.resolve(raw)).exists();
      assertThat(Files.readString(COPY.resolve(BENCHMARKS.path())))
          .contains("Raw results: `" + raw + "`");
    }
  }

  /** The same, made short. */
  private static String here(String command) {
    boolean writesNothing = command.matches("\\./run\\.sh bench [a-z].*");
    return "cd %s && export JAVA_TOOL_OPTIONS='%s' && %s"
        .formatted(writesNothing ? "." : COPY, Running.BRIEF_LIFE, shortened(command));
  }

  private static String shortened(String command) {
    String options =
        OPTIONS.keySet().stream()
            .filter(command::contains)
            .max(Comparator.comparingInt(String::length))
            .map(OPTIONS::get)
            .orElse("");
    String rest = command;
    for (MatchResult option : OPTION.matcher(options).results().toList()) {
      rest = rest.replaceAll(" " + option.group(1) + " \\S+", "");
    }
    return rest + " " + options;
  }
}
