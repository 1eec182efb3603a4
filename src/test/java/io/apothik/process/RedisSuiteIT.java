package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.apothik.process.ConsoleDoc.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** As many of Redis's own tests pass as docs/redis.md says. */
class RedisSuiteIT {
  private static final Path SOURCES = RunSh.HOME.resolve("target/redis");

  /** Other versions have other tests. */
  private static final String VERSION = "7.0.15";

  /** A line of the table: a unit, and how many of its tests pass. */
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(unit/[^`]+)` \\| (\\d+)");

  private static final ReadersConsole CONSOLE = new ReadersConsole();

  @AfterAll
  static void end() {
    CONSOLE.close();
  }

  /** First the node is started; what comes then asks it. */
  @TestFactory
  Stream<DynamicTest> theSuite_passesAsIsSaid() throws IOException {
    List<Step> steps =
        ConsoleDocsIT.REDIS.steps().stream().filter(RedisSuiteIT::isOfSuite).toList();
    assertThat(steps).hasSize(2);
    List<MatchResult> rows = ROW.matcher(ConsoleDocsIT.REDIS.prose()).results().toList();
    assertThat(rows).hasSizeGreaterThan(5);
    Step node = steps.get(0);
    Step suite = steps.get(1);
    Stream<DynamicTest> shown =
        Stream.of(
            dynamicTest(node.command(), () -> CONSOLE.check(node)),
            dynamicTest(suite.command(), () -> checkIfThere(suite)));
    Stream<DynamicTest> units =
        rows.stream()
            .map(row -> dynamicTest(row.group(1), () -> check(suite, row.group(1), row.group(2))));
    return Stream.concat(shown, units);
  }

  static boolean isOfSuite(Step step) {
    return step.command().contains("./runtest ") || step.command().contains(" --cluster tests");
  }

  private static void checkIfThere(Step suite) throws IOException {
    assumeThere();
    CONSOLE.check(suite);
  }

  private static void check(Step suite, String unit, String passes) throws IOException {
    assumeThere();
    String command = suite.command().replaceAll("(?<=--single )\\S+", unit);
    // Some want an answer within milliseconds, which a busy machine has not for everybody.
    await(unit)
        .untilAsserted(
            () -> {
              String out = CONSOLE.out(command);
              assertThat(out.lines().filter(line -> line.startsWith("[ok]: ")).count())
                  .as(out)
                  .isEqualTo(Long.parseLong(passes));
            });
  }

  private static void assumeThere() throws IOException {
    RunSh.assumeInstalled("tclsh");
    Path version = SOURCES.resolve("src/version.h");
    assumeTrue(
        Files.exists(version) && Files.readString(version).contains('"' + VERSION + '"'),
        () -> "skipped: the sources of Redis %s are not in %s".formatted(VERSION, SOURCES));
  }
}
