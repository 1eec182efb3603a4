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
import java.util.Map;
import java.util.function.Supplier;

/** The command line: starts nodes and clusters, asks running ones, and simulates some. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Map<String, Supplier<Object>> commands = Commands.askingWithShell();
    commands.put("up", quietly(() -> Configuration.command(UpCommand::new, System.getenv(), args)));
    commands.put(
        "node", quietly(() -> Configuration.command(NodeCommand::new, System.getenv(), args)));
    commands.put("simulate", SimulateCommand::new);
    commands.put("bench", () -> new Bench(ClientGuest::join));
    commands.put("rehearse", RehearseCommand::new);
    System.exit(Commands.execute(commands, args));
  }

  /** What libraries log while a file is read does not get among what is printed. */
  private static Supplier<Object> quietly(Supplier<Object> command) {
    return () -> {
      LogFile.none();
      return command.get();
    };
  }
}
