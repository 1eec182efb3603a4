package io.apothik;

import io.apothik.door.cli.Commands;
import io.apothik.supervisor.NodeCommand;
import io.apothik.supervisor.RehearseCommand;
import io.apothik.supervisor.UpCommand;
import java.util.Map;
import java.util.function.Supplier;

/** The command line: starts nodes and clusters, and asks running ones. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Map<String, Supplier<Object>> commands = Commands.askingWithShell();
    commands.put("up", UpCommand::new);
    commands.put("node", NodeCommand::new);
    commands.put("rehearse", RehearseCommand::new);
    System.exit(Commands.execute(commands, args));
  }
}
