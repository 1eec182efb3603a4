package io.apothik.supervisor;

import io.apothik.door.cli.ExitCode;
import io.apothik.message.FailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that starts nodes and goes on until they end. */
public abstract class StartCommand implements Callable<Integer> {
  @Mixin final NodeOptions options = new NodeOptions();

  @Option(
      names = "--config-file",
      paramLabel = "FILE",
      description =
          "Settings in YAML or JSON, by the names of options; APOTHIK_ variables are stronger,"
              + " and options strongest (default: none).")
  @Nullable Path configFile;

  @Option(
      names = "--print-config",
      description = "Print what is set, and where that came from, and start nothing.")
  private boolean printConfig;

  @Spec private @Nullable CommandSpec spec;

  /** Starts, waits for the end, and gives the exit code. */
  abstract int run() throws IOException, InterruptedException;

  /**
   * Checks each value by itself, as far as that can be done without starting anything.
   *
   * @throws IllegalArgumentException naming the value and the limit
   */
  void check() {
    options.check();
  }

  static void checkPort(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "%s %d is no port: 1 to 65535, or 0".formatted(option, port));
    }
  }

  private void printConfig() {
    if (commandLine().getDefaultValueProvider() instanceof Configuration configuration) {
      configuration.print(out());
    }
  }

  @Override
  public final Integer call() throws IOException, InterruptedException {
    try {
      check();
      if (printConfig) {
        printConfig();
        return ExitCode.DONE;
      }
      return run();
    } catch (IllegalArgumentException wrong) {
      err().println("error: " + wrong.getMessage());
      return ExitCode.USAGE;
    } catch (FailureException refused) {
      err().println(ExitCode.describe(refused));
      return ExitCode.of(refused.code());
    }
  }

  PrintWriter out() {
    return commandLine().getOut();
  }

  PrintWriter err() {
    return commandLine().getErr();
  }

  private CommandLine commandLine() {
    if (spec == null) {
      throw new IllegalStateException("run by picocli alone");
    }
    return spec.commandLine();
  }
}
