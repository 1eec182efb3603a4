package io.apothik.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is in force, where it came from, and what is said when it is wrong. */
class ConfigurationTest {
  @TempDir private Path directory;

  /** What a command printed, and its exit code. */
  private record Result(int exit, String out, String err) {
    /** The setting's line, without its name. */
    private String setting(String key) {
      return out.lines()
          .filter(line -> line.matches(key + " *= .*"))
          .map(line -> line.replaceFirst("^[^=]*= ", ""))
          .findFirst()
          .orElseThrow();
    }

    /** The first line of what went wrong. */
    private String error() {
      assertThat(exit).isEqualTo(2);
      return err.lines().findFirst().orElseThrow();
    }
  }

  @Test
  void nothingIsSaid_theDefaultsAreInForce() {
    Result result = print(Map.of());

    assertThat(result.setting("cluster")).isEqualTo("apothik  (default)");
    assertThat(result.setting("backups")).isEqualTo("those of the cluster, or 1  (default)");
    assertThat(result.setting("http-port")).isEqualTo("none  (default)");
    assertThat(result.setting("verbose")).isEqualTo("false  (default)");
    assertThat(result.setting("name")).isEqualTo("apothik_1@127.0.0.1  (flag)");
  }

  @Test
  void theFileIsStrongerThanDefaults_theEnvironmentThanTheFile_andFlagsAreStrongest()
      throws IOException {
    String file = file("a.yaml", "backups: 2\nmemory: 64m\nmigration-rate: 10m\nverbose: true\n");
    Map<String, String> environment =
        Map.of("APOTHIK_MEMORY", "65m", "APOTHIK_MIGRATION_RATE", "11m", "HOME", "/root");

    Result result = print(environment, "--config-file", file, "--migration-rate", "12m");

    assertThat(result.setting("backups")).isEqualTo("2  (file " + file + ")");
    assertThat(result.setting("verbose")).isEqualTo("true  (file " + file + ")");
    assertThat(result.setting("memory")).isEqualTo("65m  (environment, APOTHIK_MEMORY)");
    assertThat(result.setting("migration-rate")).isEqualTo("12m  (flag)");
    assertThat(result.setting("quorum")).isEqualTo("that of the cluster, or majority  (default)");
  }

  @Test
  void whatIsPrinted_isWhatTheCommandGets() throws IOException {
    String file = file("a.json", "{\"backups\": 2, \"http-port\": 7000, \"name\": \"n_1@h\"}");
    Map<String, String> environment =
        Map.of("APOTHIK_CONFIG_FILE", file, "APOTHIK_BACKUPS", "3", "APOTHIK_VERBOSE", "true");
    CommandLine line = Configuration.command(NodeCommand::new, environment);

    line.parseArgs("--loops", "4");

    NodeOptions options = ((NodeCommand) line.getCommand()).options;
    assertThat(options.backups).isEqualTo(3);
    assertThat(options.loops).isEqualTo(4);
    assertThat(options.verbose).isTrue();
    assertThat(line.getCommandSpec().findOption("--http-port").<Integer>getValue()).isEqualTo(7000);
    assertThat(line.getCommandSpec().findOption("--name").<String>getValue()).isEqualTo("n_1@h");
  }

  @Test
  void aKeyThatIsUnknown_isNamedWithTheNearestOne() throws IOException {
    String file = file("a.yml", "bakcups: 2\n");

    assertThat(print(Map.of(), "--config-file", file).error())
        .isEqualTo("error: %s: 'bakcups' is no setting; did you mean 'backups'?".formatted(file));
    assertThat(print(Map.of("APOTHIK_HTTPPORT", "1")).error())
        .isEqualTo(
            "error: environment: APOTHIK_HTTPPORT is no setting; did you mean APOTHIK_HTTP_PORT?");
    assertThat(print(Map.of("APOTHIK_JAVA_OPTIONS", "-Xmx1g")).exit()).isZero();
  }

  @Test
  void aSwitchThatIsOnAlready_staysOn_andAFlagCanTurnItOff() {
    Map<String, String> on = Map.of("APOTHIK_VERBOSE", "true");

    assertThat(verbose(on, "--verbose")).isTrue();
    assertThat(verbose(on)).isTrue();
    assertThat(verbose(on, "--verbose=false")).isFalse();
  }

  private static boolean verbose(Map<String, String> environment, String... flags) {
    List<String> all = new ArrayList<>(List.of("--name", "n_1@h"));
    Stream.of(flags).forEach(all::add);
    String[] arguments = all.toArray(String[]::new);
    CommandLine line = Configuration.command(NodeCommand::new, environment, arguments);
    line.parseArgs(arguments);
    return ((NodeCommand) line.getCommand()).options.verbose;
  }

  @Test
  void aFileCannotNameAnother() throws IOException {
    String file = file("a.yaml", "config-file: b.yaml\n");

    assertThat(print(Map.of(), "--config-file", file).error())
        .contains("'config-file' is no setting");
  }

  @Test
  void aValueThatIsWrong_isRefused_andItIsSaidWhereItCameFrom() throws IOException {
    String file = file("a.yaml", "backups: 9\n");

    assertThat(print(Map.of(), "--config-file", file).error())
        .isEqualTo(
            "error: file %s: backups = 9: 9 backups are not between 0 and 3".formatted(file));
    assertThat(print(Map.of("APOTHIK_BACKUPS", "many")).error())
        .isEqualTo(
            "error: environment, APOTHIK_BACKUPS: Invalid value for option '--backups':"
                + " 'many' is not an int");
    assertThat(print(Map.of("APOTHIK_HTTP_PORT", "70000")).error())
        .isEqualTo(
            "error: environment, APOTHIK_HTTP_PORT: http-port = 70000:"
                + " --http-port 70000 is no port: 1 to 65535, or 0");
    assertThat(print(Map.of(), "--backups", "9").error())
        .isEqualTo("error: 9 backups are not between 0 and 3");
  }

  @Test
  void aFileThatIsNone_isRefused() throws IOException {
    assertThat(print(Map.of("APOTHIK_CONFIG_FILE", "no-such.yaml")).error())
        .isEqualTo("error: the configuration file no-such.yaml is missing or not readable");
    String broken = file("b.json", "{\"backups\": ");
    assertThat(print(Map.of(), "--config-file", broken).error())
        .startsWith("error: the configuration file " + broken + " is broken: ");
    String list = file("c.yaml", "backups: [1, 2]\n");
    assertThat(print(Map.of(), "--config-file", list).error())
        .startsWith("error: " + list + ": 'backups' has [1, 2] for a value");
    String text = file("d.txt", "backups: 1\n");
    assertThat(print(Map.of(), "--config-file", text).error())
        .contains("ends neither in .yaml nor in .json");
  }

  @Test
  void whatIsGiven_canBeWhatTheCommandNeeds() {
    Result result =
        run(NodeCommand::new, Map.of("APOTHIK_NAME", "apothik_7@127.0.0.1"), "--print-config");

    assertThat(result.setting("name"))
        .isEqualTo("apothik_7@127.0.0.1  (environment, APOTHIK_NAME)");
  }

  @Test
  void aClusterOnOneMachine_isConfiguredTheSameWay() {
    Result result = run(UpCommand::new, Map.of("APOTHIK_HTTP_PORT", "7300"), "3", "--print-config");

    assertThat(result.setting("http-port")).isEqualTo("7300  (environment, APOTHIK_HTTP_PORT)");
    assertThat(result.setting("bridge-port")).isEqualTo("7171  (default)");
  }

  private Result print(Map<String, String> environment, String... flags) {
    List<String> all = new ArrayList<>(List.of("--print-config", "--name", "apothik_1@127.0.0.1"));
    Stream.of(flags).forEach(all::add);
    return run(NodeCommand::new, environment, all.toArray(String[]::new));
  }

  private static Result run(
      Supplier<? extends StartCommand> maker,
      Map<String, String> environment,
      String... arguments) {
    CommandLine line = Configuration.command(maker, environment, arguments);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit = line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    return new Result(exit, out.toString(), err.toString());
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content).toString();
  }
}
