package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.process.ConsoleDoc.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** docs/laboratory.md says what the commands print. */
class LaboratoryDocIT {
  static final ConsoleDoc LABORATORY = new ConsoleDoc("docs/laboratory.md");

  /** What the document calls the directory in which its files are. */
  private static final String FILES = "target/";

  private static final String OWN = "target/laboratory-doc-";

  @AfterAll
  static void deleteFiles() {
    RunSh.bash("rm -f " + OWN + "*");
  }

  @TestFactory
  Stream<DynamicTest> everyCommand_printsWhatIsSaid() throws IOException {
    return LABORATORY.steps().stream()
        .map(step -> DynamicTest.dynamicTest(step.command(), () -> check(step)));
  }

  private static void check(Step step) throws IOException {
    RunSh.Result result = RunSh.bash(step.command().replace(FILES, OWN) + " 2>&1");
    step.assertPrinted(result.out().replace(OWN, FILES), result.err());
    if (step.command().contains("--html " + FILES)) {
      assertThat(Files.readString(RunSh.HOME.resolve(OWN + "partition.html"))).contains("<svg");
    }
  }
}
