package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.door.bus.BusBridge;
import io.apothik.door.cli.Commands;
import io.apothik.door.cli.ExitCode;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.DoorPorts;
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
    String through = HOST + ":" + join;
    OperatorDoor door = new OperatorDoor(FreePorts.reserve(HOST), true);
    Node first = Await.result(Node.start(door.shows(config("first", through, join, bridge))));
    Await.result(door.open(first, Protection.NONE));
    Node second = Await.result(Node.start(config("second", through, 0, 0)));
    Await.result(BusBridge.open(first.vertx(), HOST, bridge, Addresses.MASTER));
    String at = HOST + ":" + bridge;
    int failures =
        ask("put", "--bridge", at, "--json", "city", "Paris")
            + ask("get", "--bridge", at, "city")
            + ask("fill", "--bridge", at, "1", "100")
            + ask("stat", "--bridge", at)
            + ask("cluster", "--bridge", at);
    Await.result(second.leave());
    Await.result(first.leave());
    Files.delete(log);
    return failures == 0 ? ExitCode.DONE : ExitCode.REFUSED;
  }

  private NodeConfig config(String name, String through, int join, int bridge) {
    return NodeConfig.named(new NodeName(name + "@" + HOST), options.config)
        .withCluster("rehearsal", through)
        .withPorts(join, new DoorPorts(bridge, 0, 0));
  }

  private static int ask(String... args) {
    return Commands.execute(Commands.asking(), args);
  }
}
