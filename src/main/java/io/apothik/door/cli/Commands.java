package io.apothik.door.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All commands that ask a running cluster, and what helps to plan one. */
@Command(
    name = "./run.sh",
    synopsisHeading = "Usage: ",
    description = "Starts and asks an Apothik cluster; ./run.sh N starts one of N nodes.",
    mixinStandardHelpOptions = true)
public final class Commands {
  private static final String HELP = "--help";

  private Commands() {}

  /** What makes each command that a shell has, by the command's name. */
  public static Map<String, Supplier<Object>> asking() {
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("put", WriteCommands.Put::new);
    commands.put("get", KeyCommands.Get::new);
    commands.put("delete", KeyCommands.Delete::new);
    commands.put("exists", KeyCommands.Exists::new);
    commands.put("touch", KeyCommands.Touch::new);
    commands.put("ttl", KeyCommands.TimeLeft::new);
    commands.put("expire", WriteCommands.Expire::new);
    commands.put("persist", WriteCommands.Persist::new);
    commands.put("incr", WriteCommands.Increment::new);
    commands.put("append", WriteCommands.Append::new);
    commands.put("cas", WriteCommands.CompareAndSet::new);
    commands.put("get-many", ManyCommands.GetMany::new);
    commands.put("put-many", PutMany::new);
    commands.put("delete-many", ManyCommands.DeleteMany::new);
    commands.put("scan", ScanCommands.Scan::new);
    commands.put("clear", ScanCommands.Clear::new);
    commands.put("where", KeyCommands.Where::new);
    commands.put("explain", Explain::new);
    commands.put("fill", Fill::new);
    commands.put("stat", StatCommands.Stat::new);
    commands.put("sum", StatCommands.Sum::new);
    commands.put("cluster", ClusterCommands.Cluster::new);
    commands.put("top", Top::new);
    commands.put("hot-keys", ObservationCommands.HotKeys::new);
    commands.put("events", ObservationCommands.Events::new);
    commands.put("config", Config::new);
    commands.put("kill", ClusterCommands.Kill::new);
    commands.put("start", ClusterCommands.Start::new);
    commands.put("recover", ClusterCommands.Recover::new);
    commands.put("watch", Watch::new);
    commands.put("down", ClusterCommands.Down::new);
    commands.put("plan", Plan::new);
    commands.put("help", CommandLine.HelpCommand::new);
    return commands;
  }

  /** As {@link #asking}, with the shell, and with what makes a user. */
  public static Map<String, Supplier<Object>> askingWithShell() {
    Map<String, Supplier<Object>> commands = asking();
    commands.put("shell", Shell::new);
    commands.put("user", UserCommand::new);
    return commands;
  }

  /** A fresh parser of the given commands. */
  public static CommandLine parser(Map<String, Supplier<Object>> commands) {
    CommandLine parser = new CommandLine(new Commands());
    commands.forEach(
        (name, maker) -> {
          Object made = maker.get();
          CommandLine command = made instanceof CommandLine line ? line : new CommandLine(made);
          if (command.getCommandSpec().findOption(HELP) == null) {
            command.getCommandSpec().addOption(help());
          }
          parser.addSubcommand(name, command);
        });
    return configured(parser);
  }

  private static OptionSpec help() {
    return OptionSpec.builder(HELP)
        .usageHelp(true)
        .description("Say this, and do nothing.")
        .build();
  }

  /** Parses and runs one command, and gives its exit code. */
  public static int execute(Map<String, Supplier<Object>> commands, String... args) {
    return parser(commands, args).execute(args);
  }

  /**
   * A fresh parser of what is going to be parsed. Only the command that is named is made, as to
   * describe all of them to the parser takes longer than most take to run.
   */
  public static CommandLine parser(Map<String, Supplier<Object>> commands, String... args) {
    Supplier<Object> named = args.length == 0 ? null : commands.get(args[0]);
    boolean describesOthers = args.length > 0 && args[0].equals("help");
    return parser(named == null || describesOthers ? commands : Map.of(args[0], named));
  }

  private static CommandLine configured(CommandLine commands) {
    return commands
        // A value may look like an option.
        .setUnmatchedOptionsArePositionalParams(true)
        .setOut(utf8(System.out))
        .setErr(utf8(System.err))
        .setParameterExceptionHandler((failure, args) -> refuse(failure))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              command.getErr().println("error: " + failure.getMessage());
              return ExitCode.REFUSED;
            });
  }

  private static int refuse(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    command.getErr().println("error: " + failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, command.getErr())) {
      command.usage(command.getErr());
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static PrintWriter utf8(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }
}
