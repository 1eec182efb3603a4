package io.apothik.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.process.ConsoleDoc.Step;
import io.apothik.process.RunSh.Result;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Does what documents say, as their readers would, with clusters and ports of its own. What one
 * document has started is there for the next one, too.
 */
final class ReadersConsole implements AutoCloseable {
  private static final Pattern CLUSTER = Pattern.compile("--cluster (\\w\\S*)");

  /** A command that a shell takes as it stands. */
  private static final Pattern PLAIN = Pattern.compile("\\./run\\.sh( +[\\w.,:@%+=/-]+)+");

  private final StandIn standIn = StandIn.fresh();
  private final Map<String, Running> up = new LinkedHashMap<>();
  private final Set<String> clusters = new LinkedHashSet<>();

  /** In the order of the steps, as each builds on those before it. */
  Stream<DynamicTest> tests(List<Step> steps) {
    return steps.stream().map(step -> DynamicTest.dynamicTest(step.command(), () -> check(step)));
  }

  void check(Step step) {
    String program = step.command().replaceFirst("[ ;].*", "");
    assumeTrue(
        program.matches("\\./.*|.*=.*") || RunSh.isInstalled(program),
        () -> "skipped: there is no %s here".formatted(program));
    String command = own(step.command());
    if (step.staysUp()) {
      awaitPrinted(step, up.computeIfAbsent(command, line -> start(command)));
    } else if (program.equals("curl")) {
      // What a node tells of itself may take a moment to come true.
      await(step.command())
          .atMost(RunSh.TIME_MAX)
          .untilAsserted(() -> assertPrinted(step, RunSh.bash(command)));
    } else if (PLAIN.matcher(command).matches()) {
      List<String> words = List.of(command.split(" +"));
      assertPrinted(step, SameJvm.run(words.subList(1, words.size())));
    } else {
      assertPrinted(step, RunSh.bash(command));
    }
  }

  /** What the same command prints that is given to a cluster of the test. */
  String out(String command) {
    return standIn.shown(RunSh.bash(own(command)).out());
  }

  /** The same command to a cluster of the test. */
  String own(String command) {
    String own = standIn.own(command);
    CLUSTER.matcher(own).results().map(found -> found.group(1)).forEach(clusters::add);
    return own;
  }

  private static Running start(String command) {
    return new Running(List.of("bash", "-c", "exec " + command));
  }

  private void awaitPrinted(Step step, Running running) {
    await(step.command())
        .atMost(RunSh.TIME_MAX)
        .failFast(
            () -> {
              if (!running.isAlive()) {
                assertPrinted(step, running.out(), running.err());
              }
            })
        .untilAsserted(() -> assertPrinted(step, running.out(), running.err()));
  }

  private void assertPrinted(Step step, Result result) {
    assertPrinted(step, result.out(), result.err());
  }

  private void assertPrinted(Step step, String out, String err) {
    step.assertPrinted(standIn.shown(out), err);
  }

  @Override
  public void close() {
    up.values().forEach(Running::close);
    clusters.forEach(TestCluster::deleteRunDirectory);
    RunSh.bash("rm -f run/%s*".formatted(standIn.prefix()));
  }
}
