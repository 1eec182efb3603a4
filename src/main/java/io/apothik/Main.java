package io.apothik;

import io.apothik.door.cli.Commands;
import io.apothik.supervisor.NodeCommand;
import io.apothik.supervisor.RehearseCommand;
import io.apothik.supervisor.UpCommand;

/** The command line: starts nodes and clusters, and asks running ones. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int exitCode =
        Commands.withShell()
            .addSubcommand(new UpCommand())
            .addSubcommand(new NodeCommand())
            .addSubcommand(new RehearseCommand())
            .execute(args);
    System.exit(exitCode);
  }
}
