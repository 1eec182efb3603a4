package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.process.ConsoleDoc.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What documents show of commands is what they print. */
class ConsoleDocsIT {
  private static final ConsoleDoc REPLAY = new ConsoleDoc("docs/replay.md");
  private static final ConsoleDoc START = new ConsoleDoc("docs/start.md");

  private static final Pattern CLUSTER = Pattern.compile("--cluster (\\w+)");

  /** Put before the names of clusters and files, so that no others are touched. */
  private static final String OWN = TestCluster.freshName() + "-";

  private static final List<Running> STARTED = new ArrayList<>();
  private static final Set<String> CLUSTERS = new LinkedHashSet<>();

  @AfterAll
  static void endWhatGoesOn() {
    STARTED.forEach(Running::close);
    CLUSTERS.forEach(TestCluster::deleteRunDirectory);
    RunSh.bash("rm -f run/" + OWN + "*");
  }

  @Test
  void theNumbersOfTheOriginal_areInTheReplay() throws IOException {
    List<String> lines =
        REPLAY.steps().stream().flatMap(step -> step.expected().lines().stream()).toList();

    assertThat(lines)
        .contains(
            "[1026, 996, 1012, 1021, 945]",
            "[down, 996, 1012, 1021, 945]",
            "[825, 827, 814, 834, 817]");
  }

  /** In the order of the document, as each step builds on those before it. */
  @TestFactory
  Stream<DynamicTest> everyCommand_printsWhatTheReplaySays() throws IOException {
    return tests(REPLAY);
  }

  @TestFactory
  Stream<DynamicTest> everyCommand_printsWhatTheFirstFiveMinutesSay() throws IOException {
    return tests(START);
  }

  private static Stream<DynamicTest> tests(ConsoleDoc document) throws IOException {
    return document.steps().stream()
        .map(step -> DynamicTest.dynamicTest(step.command(), () -> check(step)));
  }

  private static void check(Step step) {
    String command = ownNames(step.command());
    if (step.startsCluster()) {
      Running cluster = new Running(List.of("bash", "-c", "exec " + command));
      STARTED.add(cluster);
      await(step.command())
          .atMost(RunSh.TIME_MAX)
          .untilAsserted(() -> assertPrinted(step, cluster.out()));
    } else {
      assertPrinted(step, RunSh.bash(command).out());
    }
  }

  private static void assertPrinted(Step step, String output) {
    assertThat(output.replace(OWN, "")).matches(step.expected()::matches, "is\n" + step.expected());
  }

  /** The same command to a cluster of this test; one that names none means the default one. */
  private static String ownNames(String command) {
    String named =
        command.contains("--cluster")
            ? command
            : command
                .replaceAll("\\./run\\.sh (\\S+)", "./run.sh $1 --cluster apothik")
                .replaceAll("(\\./run\\.sh [0-9]+ )", "$1--bridge-port 0 ");
    CLUSTER.matcher(named).results().forEach(found -> CLUSTERS.add(OWN + found.group(1)));
    return named
        .replaceAll("--cluster (?=\\w)", "--cluster " + OWN)
        .replaceAll("--bridge-port [0-9]+", "--bridge-port 0")
        .replaceAll("\\brun/(?=\\w)", "run/" + OWN);
  }
}
