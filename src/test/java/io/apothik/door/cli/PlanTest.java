package io.apothik.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PlanTest {
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?s)```console\n\\$ \\./run\\.sh (plan [^\n]*)\n(.*?)```");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    CommandLine commands = Commands.parser(Map.of("plan", Plan::new));
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return commands.execute(line.split(" "));
  }

  @Test
  void documentedPlan_isWhatIsPrinted() throws IOException {
    Matcher documented = DOCUMENTED.matcher(Files.readString(Path.of("docs", "operations.md")));

    assertThat(documented.find()).isTrue();
    assertThat(run(documented.group(1))).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines()).containsExactly(documented.group(2).split("\n"));
  }

  @Test
  void memoryThatIsTooLittleAfterADeath_endsWith1AndSaysWhatHasRoom() {
    assertThat(run("plan --entries 1m --value 100 --nodes 3 --memory 128m"))
        .isEqualTo(ExitCode.ABSENT);
    assertThat(out.toString()).containsPattern("[0-9,]+ of 1,000,000 entries have room on 2 nodes");
  }

  @Test
  void memoryThatWasRecommended_isEnough() {
    run("plan --entries 1m --value 100 --nodes 3 --json");
    long memory = new JsonObject(out.toString()).getLong("memoryBytes");

    assertThat(run("plan --entries 1m --value 100 --nodes 3 --memory " + memory))
        .isEqualTo(ExitCode.DONE);
  }

  @Test
  void json_isOneLineOfTheSameNumbers() {
    run("plan --entries 10k --value 0 --key 1 --nodes 3 --ttl --json");
    JsonObject json = new JsonObject(out.toString());

    assertThat(out.toString().lines()).hasSize(1);
    assertThat(json.getLong("entries")).isEqualTo(10_000);
    assertThat(json.getInteger("entryBytes")).isEqualTo(219);
    assertThat(json.getBoolean("ttl")).isTrue();
    assertThat(json.getJsonArray("atOnce")).hasSize(2);
    assertThat(json.getBoolean("fitsAfterDeath")).isTrue();
  }

  @Test
  void twoDeathsOfThreeNodes_leaveNoMajority() {
    run("plan --entries 10k --value 1k --nodes 3");

    assertThat(out.toString()).contains("2 at once", "no majority is left");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--entries 1x --value 1 --nodes 3            | '1x' is no number such as 10m",
        "--entries 0 --value 1 --nodes 3             | 0 entries are not between 1 and",
        "--entries 1 --value 2m --nodes 3            | 2097152 bytes of a value are more than 1048576",
        "--entries 1 --value 1 --nodes 3 --key 65537 | 65537 bytes of a key are more than 65536",
        "--entries 1 --value 1 --nodes 0             | 0 nodes are not between 1 and 1000",
        "--entries 1 --value 1 --nodes 3 --backups 4 | 4 backups are not between 0 and 3",
        "--entries 1 --value 1 --nodes 3 --memory 1m | 1048576 bytes of memory are not between",
        "--entries 1 --value 1 --nodes 3 --migration-rate 0 | 0 bytes/s of migration are not between"
      })
  void whatIsBeyondALimit_endsWith2AndIsNamed(String options, String reason) {
    assertThat(run("plan " + options.trim())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(reason);
  }
}
