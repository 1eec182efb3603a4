package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.credential.Protection;
import io.apothik.door.bus.BusBridge;
import io.apothik.door.cli.ExitCode;
import io.apothik.door.cli.RunFile;
import io.apothik.door.resp.RespDoor;
import io.apothik.message.FailureException;
import io.apothik.message.Settings;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs one node in this process until it leaves. */
@Command(name = "node", description = "Start one node in this process, and join it to a cluster.")
public final class NodeCommand extends StartCommand {
  /** What a node prints, followed by its name, when others can use it. */
  static final String READY = "ready: ";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Such as apothik_6@127.0.0.1; what follows the @ is what it binds to.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "cache|client",
      description = "Whether it stores entries (default: cache).")
  private String role = "cache";

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      description = "A member to join (default: the running cluster's, else as configured).")
  private @Nullable String join;

  @Option(
      names = "--join-port",
      paramLabel = "PORT",
      description = "Where others can join through this node (default: any, or as configured).")
  private int joinPort;

  @Option(
      names = "--bridge-port",
      paramLabel = "PORT",
      description = "Open an event-bus bridge at this port (default: none).")
  private int bridgePort;

  @Option(
      names = "--redis-port",
      paramLabel = "PORT",
      description = "Open a door for Redis clients at this port (default: none).")
  private int redisPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "Answer about health and metrics by HTTP at this port (default: none).")
  private int httpPort;

  @Option(
      names = "--expect",
      paramLabel = "COUNT",
      description =
          "Cache nodes, itself included, to wait for before a new cluster divides the"
              + " slots; for 5 s at most (default: 1).")
  private int nodesExpected = 1;

  @Option(
      names = "--founders",
      paramLabel = "COUNT",
      description =
          "Cache nodes, itself included, without whom no new cluster is founded, however long that"
              + " takes (default: 1). A majority of all rules out that there are two clusters.")
  private int founders = 1;

  @Option(names = "--supervised", hidden = true)
  private boolean supervised;

  @Override
  void check() {
    super.check();
    if (!name.isEmpty()) {
      new NodeName(name);
    }
    Role.labelled(role);
    checkPort("--join-port", joinPort);
    checkPort("--bridge-port", bridgePort);
    checkPort("--redis-port", redisPort);
    checkPort("--http-port", httpPort);
    if (nodesExpected < 1) {
      throw new IllegalArgumentException(
          "%d nodes are expected: the least is 1".formatted(nodesExpected));
    }
    if (founders < 1) {
      throw new IllegalArgumentException("%d founders: the least is 1".formatted(founders));
    }
  }

  @Override
  int run() throws IOException, InterruptedException {
    NodeName self = new NodeName(name);
    LogFile.open(LogFile.of(options.directory(), self), options.verbose);
    options.security.check(self.host());
    OperatorDoor operators = new OperatorDoor(httpPort, !options.noWeb);
    Node node = Await.result(Node.start(operators.shows(config())));
    openDoors(node, operators);
    endWithSignals(node);
    out().println(READY + node.name());
    Await.ever(node.gone());
    return ExitCode.DONE;
  }

  private NodeConfig config() throws IOException {
    if (redisPort != 0 && "modulo".equals(options.placement)) {
      throw new IllegalArgumentException("--redis-port does not go with --placement modulo");
    }
    Optional<RunFile> running = RunFile.read(options.cluster).filter(RunFile::isAlive);
    String through = join != null ? join : running.map(RunFile::join).orElse(null);
    return NodeConfig.named(new NodeName(name), options.config)
        .withRole(Role.labelled(role))
        .withSettings(
            options.settings(running.map(RunFile::settings).orElse(Settings.DEFAULT)),
            options.mistakes())
        .withMemory(options.memory())
        .withCluster(options.cluster, through)
        .withPorts(joinPort, new DoorPorts(bridgePort, redisPort, options.webPort(httpPort)))
        .withTls(options.security.peerTls())
        .withNodesExpected(nodesExpected)
        .withFounders(founders);
  }

  private void openDoors(Node node, OperatorDoor operators) throws InterruptedException {
    String host = node.name().host();
    Protection protection = options.security.protection(node.vertx());
    if (bridgePort != 0) {
      openOrLeave(
          node,
          BusBridge.open(
              node.vertx(), host, bridgePort, Addresses.MASTER, protection, node::onSlowClient));
    }
    if (redisPort != 0) {
      boolean cluster = options.redisMode == RedisMode.CLUSTER && Role.labelled(role) == Role.CACHE;
      openOrLeave(
          node,
          RespDoor.open(node.vertx(), host, redisPort, node, cluster, protection)
              .onSuccess(door -> node.beforeEnd(door::quiet)));
    }
    openOrLeave(node, operators.open(node, protection));
  }

  private static void openOrLeave(Node node, Future<?> door) throws InterruptedException {
    try {
      Await.result(door);
    } catch (FailureException refused) {
      Await.quietly(node.leave());
      throw refused;
    }
  }

  /** Signals make a node leave; the end of its supervisor makes it end at once. */
  private void endWithSignals(Node node) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> Await.quietly(node.leave()), "apothik-leave"));
    if (supervised) {
      Thread watcher = new Thread(NodeCommand::endWithParent, "apothik-parent");
      watcher.setDaemon(true);
      watcher.start();
    }
  }

  private static void endWithParent() {
    try {
      // Nothing is ever written to a child: the stream ends when its parent does.
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException broken) {
      // As good as ended.
    }
    // The whole cluster ends: there is nobody to hand anything over to.
    Runtime.getRuntime().halt(ExitCode.DONE);
  }
}
