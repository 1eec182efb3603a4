package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.FreePorts;
import io.apothik.door.bus.BusBridge;
import io.apothik.door.cli.Commands;
import io.apothik.door.cli.ExitCode;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Does once what nodes and commands do when they start, for a class-data archive to record. */
@Command(name = "rehearse", hidden = true, description = "Record what nodes and commands load.")
public final class RehearseCommand extends StartCommand {
  private static final String HOST = "127.0.0.1";

  @Override
  int run() throws IOException, InterruptedException {
    Path log = Files.createTempFile("apothik-rehearsal", ".log");
    LogFile.open(log, false);
    int join = FreePorts.reserve(HOST);
    int bridge = FreePorts.reserve(HOST);
    NodeConfig config =
        NodeConfig.named(new NodeName("rehearsal@" + HOST), options.config)
            .withCluster("rehearsal", HOST + ":" + join)
            .withPorts(join, bridge);
    Node node = Await.result(Node.start(config));
    Await.result(BusBridge.open(node.vertx(), HOST, bridge, Addresses.MASTER));
    String at = HOST + ":" + bridge;
    int failures =
        Commands.withShell().execute("put", "--bridge", at, "--json", "city", "Paris")
            + Commands.withShell().execute("fill", "--bridge", at, "1", "100")
            + Commands.withShell().execute("stat", "--bridge", at)
            + Commands.withShell().execute("cluster", "--bridge", at);
    Await.result(node.leave());
    Files.delete(log);
    return failures == 0 ? ExitCode.DONE : ExitCode.REFUSED;
  }
}
