package io.apothik.supervisor;

import io.apothik.door.cli.ExitCode;
import io.apothik.message.FailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that starts nodes and goes on until they end. */
abstract class StartCommand implements Callable<Integer> {
  @Mixin final NodeOptions options = new NodeOptions();

  @Spec private @Nullable CommandSpec spec;

  /** Starts, waits for the end, and gives the exit code. */
  abstract int run() throws IOException, InterruptedException;

  @Override
  public final Integer call() throws IOException, InterruptedException {
    try {
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
