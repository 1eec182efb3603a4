package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.apothik.slot.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@code ./run.sh} of this working copy, as a person would, and waits for its end. */
final class RunSh {
  /** The directory of run.sh. */
  static final Path HOME = home();

  /** Far more than anything takes, so that a busy machine fails no test. */
  static final Duration TIME_MAX = Duration.ofSeconds(90);

  private static final byte[] NOTHING = {};

  private RunSh() {}

  /** What a command left behind. */
  record Result(int exit, Bytes output, String err) {
    /** Standard output as text. */
    String out() {
      return new String(output.toArray(), StandardCharsets.UTF_8);
    }
  }

  static Result run(String... arguments) {
    return runWithInput(NOTHING, arguments);
  }

  /** As {@link #run}, with these bytes as standard input. */
  static Result runWithInput(byte[] input, String... arguments) {
    return await(input, command(arguments), TIME_MAX);
  }

  /** Runs a whole command line, pipes and all. */
  static Result bash(String line) {
    return bash(line, TIME_MAX);
  }

  /** As {@link #bash(String)}, for what takes long. */
  static Result bash(String line, Duration max) {
    return await(NOTHING, List.of("bash", "-c", line), max);
  }

  /** Whether a program is there, as some are not everywhere. */
  static boolean isInstalled(String program) {
    return bash("command -v " + program).exit() == 0;
  }

  /** Skips the test on a machine without that program. */
  static void assumeInstalled(String program) {
    assumeTrue(isInstalled(program), () -> "skipped: there is no %s here".formatted(program));
  }

  static List<String> command(String... arguments) {
    List<String> command = new ArrayList<>(List.of("./run.sh"));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Result await(byte[] input, List<String> command, Duration max) {
    try (Running running = new Running(command, input)) {
      int exit = running.awaitExit(max);
      return new Result(exit, running.output(), running.err());
    }
  }

  /** Sends a signal, such as INT, to all of these at once, as a terminal does. */
  static void signal(String name, List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "kill -s \"$@\"", "kill", name));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      Process kill = new ProcessBuilder(command).inheritIO().start();
      assertThat(kill.waitFor(TIME_MAX.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static Path home() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("run.sh"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        throw new IllegalStateException("no run.sh at or above " + Path.of("").toAbsolutePath());
      }
      directory = parent;
    }
    return directory;
  }
}
