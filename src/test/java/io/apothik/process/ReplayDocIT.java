package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.SecondLane;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** docs/replay.md says what the experiment prints, with clusters side by side. */
@SecondLane
class ReplayDocIT {
  static final ConsoleDoc REPLAY = new ConsoleDoc("docs/replay.md");

  private static final ReadersConsole CONSOLE = new ReadersConsole();

  @AfterAll
  static void end() {
    CONSOLE.close();
  }

  @Test
  void theNumbersOfTheOriginal_areShown() throws IOException {
    List<String> lines =
        REPLAY.steps().stream().flatMap(step -> step.expected().lines().stream()).toList();

    assertThat(lines)
        .contains(
            "[1026, 996, 1012, 1021, 945]",
            "[down, 996, 1012, 1021, 945]",
            "[825, 827, 814, 834, 817]");
  }

  @TestFactory
  @Execution(ExecutionMode.SAME_THREAD)
  Stream<DynamicTest> everyCommand_printsWhatIsSaid() throws IOException {
    return CONSOLE.tests(REPLAY.steps());
  }
}
