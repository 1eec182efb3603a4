package io.apothik;

import io.apothik.door.cli.Bench;
import io.apothik.door.cli.Commands;
import io.apothik.supervisor.ClientGuest;
import io.apothik.supervisor.Configuration;
import io.apothik.supervisor.LogFile;
import io.apothik.supervisor.NodeCommand;
import io.apothik.supervisor.RehearseCommand;
import io.apothik.supervisor.SimulateCommand;
import io.apothik.supervisor.UpCommand;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The command line: starts nodes and clusters, asks running ones, and simulates some. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Map<String, Supplier<Object>> commands = commands(System.getenv(), args);
    for (String reading : List.of("up", "node")) {
      commands.computeIfPresent(reading, (name, maker) -> quietly(maker));
    }
    System.exit(Commands.execute(commands, args));
  }

  /**
   * What makes each command, by the command's name.
   *
   * @param environment where the settings of nodes are that no argument gives
   * @param args what is going to be parsed
   */
  public static Map<String, Supplier<Object>> commands(
      Map<String, String> environment, String... args) {
    Map<String, Supplier<Object>> commands = Commands.askingWithShell();
    commands.put("up", () -> Configuration.command(UpCommand::new, environment, args));
    commands.put("node", () -> Configuration.command(NodeCommand::new, environment, args));
    commands.put("simulate", SimulateCommand::new);
    commands.put("bench", () -> new Bench(ClientGuest::join));
    commands.put("rehearse", RehearseCommand::new);
    return commands;
  }

  /** What libraries log while a file is read does not get among what is printed. */
  private static Supplier<Object> quietly(Supplier<Object> command) {
    return () -> {
      LogFile.none();
      return command.get();
    };
  }
}
