package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.apothik.process.ConsoleDoc.Step;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What documents show of a cluster is what it prints: the same five nodes for all of them. */
class ConsoleDocsIT {
  static final ConsoleDoc README = new ConsoleDoc("README.md");
  static final ConsoleDoc REDIS = new ConsoleDoc("docs/redis.md");
  static final ConsoleDoc PAGE = new ConsoleDoc("docs/web.md");
  static final ConsoleDoc OPERATIONS = new ConsoleDoc("docs/operations.md");
  static final ConsoleDoc START = new ConsoleDoc("docs/start.md");

  private static final ReadersConsole CONSOLE = new ReadersConsole();

  @AfterAll
  static void end() {
    CONSOLE.close();
  }

  /** Each leaves behind what the next may find; the last one ends the cluster. */
  @TestFactory
  Stream<DynamicNode> everyCommand_printsWhatIsSaid() throws IOException {
    List<Step> oneRun =
        README.steps().stream()
            .map(step -> new Step(step.command(), step.expected().asOneRun()))
            .toList();
    List<Step> redis =
        REDIS.steps().stream().filter(step -> !RedisSuiteIT.isOfSuite(step)).toList();
    return Stream.of(
        dynamicContainer(README.path(), CONSOLE.tests(oneRun)),
        dynamicContainer(REDIS.path(), CONSOLE.tests(redis)),
        dynamicContainer(PAGE.path(), CONSOLE.tests(PAGE.steps())),
        dynamicContainer(OPERATIONS.path(), CONSOLE.tests(OPERATIONS.steps())),
        dynamicTest("as a new cluster", ConsoleDocsIT::resetCluster),
        dynamicContainer(START.path(), CONSOLE.tests(START.steps())));
  }

  private static void resetCluster() {
    String line = "./run.sh clear --yes && ./run.sh config set backups 1";
    assertThat(RunSh.bash(CONSOLE.own(line)).exit()).isZero();
  }
}
