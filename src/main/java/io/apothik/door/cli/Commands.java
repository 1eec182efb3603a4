package io.apothik.door.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** All commands that ask a running cluster. */
@Command(
    name = "./run.sh",
    synopsisHeading = "Usage: ",
    description = "Starts and asks an Apothik cluster; ./run.sh N starts one of N nodes.",
    mixinStandardHelpOptions = true)
public final class Commands {
  private Commands() {}

  /** A fresh parser of all commands except those that start nodes, and except the shell. */
  public static CommandLine all() {
    return configured(
        new CommandLine(new Commands())
            .addSubcommand(new KeyCommands.Put())
            .addSubcommand(new KeyCommands.Get())
            .addSubcommand(new KeyCommands.Delete())
            .addSubcommand(new KeyCommands.Exists())
            .addSubcommand(new KeyCommands.Where())
            .addSubcommand(new Fill())
            .addSubcommand(new StatCommands.Stat())
            .addSubcommand(new StatCommands.Sum())
            .addSubcommand(new ClusterCommands.Cluster())
            .addSubcommand(new ClusterCommands.Kill())
            .addSubcommand(new ClusterCommands.Start())
            .addSubcommand(new ClusterCommands.Watch())
            .addSubcommand(new ClusterCommands.Down())
            .addSubcommand(new CommandLine.HelpCommand()));
  }

  /** As {@link #all}, with the shell. */
  public static CommandLine withShell() {
    return configured(all().addSubcommand(new Shell()));
  }

  private static CommandLine configured(CommandLine commands) {
    return commands
        // A value may look like an option.
        .setUnmatchedOptionsArePositionalParams(true)
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("error: " + failure.getMessage());
              return ExitCode.REFUSED;
            });
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
