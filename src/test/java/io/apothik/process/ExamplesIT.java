package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.process.RunSh.Result;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The projects in examples/ are built as their readers would, and do what they say. */
class ExamplesIT {
  @Test
  void theExamples_areBuilt_andRun() {
    for (String command : List.of("mvn", "curl")) {
      assumeTrue(
          RunSh.isInstalled(command),
          () -> "skipped: the examples are built by Maven and asked by curl; no " + command);
    }

    Result check = RunSh.bash("MAVEN_REPOSITORY='%s' examples/check.sh".formatted(repository()));

    assertThat(check.exit()).as(check.out() + check.err()).isZero();
    assertThat(check.out().lines())
        .containsExactlyInAnyOrder("embedded and client: ok", "cache aside: ok", "sessions: ok");
  }

  /** The one of the Maven that runs this test. */
  private static String repository() {
    return System.getProperty(
        "localRepository", System.getProperty("user.home") + "/.m2/repository");
  }
}
