package io.apothik.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class CommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @MethodSource("names")
  void everyCommand_saysWhatItDoes(String name) {
    int exit = run(name, "--help");

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("Usage: ./run.sh " + name);
    assertThat(err.toString()).isEmpty();
  }

  static Iterable<String> names() {
    return Commands.askingWithShell().keySet();
  }

  @Test
  void wrongUsage_isAnErrorWithTheUsageBelow() {
    int exit = run("get");

    assertThat(exit).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).startsWith("error: Missing required parameter").contains("Usage: ");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    CommandLine parser = Commands.parser(Map.copyOf(Commands.askingWithShell()));
    return parser
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
