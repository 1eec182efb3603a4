package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.door.bus.BusBridge;
import io.apothik.door.cli.ExitCode;
import io.apothik.door.cli.RunFile;
import io.apothik.message.Settings;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Boots a cluster on this machine: children for the cache nodes, the master in this process. */
@Command(name = "up", description = "Start a cluster of N nodes; ./run.sh N does the same.")
public final class UpCommand extends StartCommand {
  private static final String HOST = "127.0.0.1";
  private static final int NODES_MAX = 64;
  private static final int REDIS_PORT_DEFAULT = 6380;
  private static final int HTTP_PORT_DEFAULT = 7180;
  private static final long CHILD_END_MILLIS_MAX = 5_000;

  @Parameters(index = "0", paramLabel = "N", description = "How many cache nodes, 1 to 64.")
  private int count;

  @Option(
      names = "--bridge-port",
      paramLabel = "PORT",
      description = "The port of the event-bus bridge; 0 for any (default: ${DEFAULT-VALUE}).")
  private int bridgePort = 7171;

  @Option(
      names = "--redis-port",
      paramLabel = "PORT",
      description =
          "The port for Redis clients of node 1, that of node 2 is the next, and so on; 0 for none"
              + " (default: 6380, or none in a cluster with a name of its own, or with --placement"
              + " modulo).")
  private @Nullable Integer redisPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description =
          "Answer about health and metrics by HTTP: node 1 at this port, the others at the next"
              + " ones, the master at the one before; 0 for none (default: 7180, or none in a"
              + " cluster with a name of its own).")
  private @Nullable Integer httpPort;

  private final Map<NodeName, Child> children = new ConcurrentHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @Override
  void check() {
    super.check();
    checkPort("--bridge-port", bridgePort);
    checkPort("--http-port", httpPorts().first());
    checkPort("--redis-port", redisPort == null ? 0 : redisPort);
  }

  @Override
  int run() throws IOException, InterruptedException {
    Path directory = options.directory();
    NodeName masterName = new NodeName("master@" + HOST);
    LogFile.open(LogFile.of(directory, masterName), options.verbose);
    options.security.check(HOST);
    Settings settings = options.settings(Settings.DEFAULT);
    checkUsage(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(this::endChildren, "apothik-down"));
    Node master = boot(masterConfig(masterName, settings), directory);
    open(master, settings);
    end.await();
    if (master.gone().failed()) {
      Await.result(master.gone());
    }
    return ExitCode.DONE;
  }

  private void checkUsage(Settings settings) throws IOException {
    if (count < 1 || count > NODES_MAX) {
      throw new IllegalArgumentException(
          "%d nodes: this starts 1 to %d".formatted(count, NODES_MAX));
    }
    if (RunFile.read(options.cluster).filter(RunFile::isAlive).isPresent()) {
      throw new IllegalArgumentException(
          "the cluster '%s' is already up; ./run.sh down ends it, --cluster NAME starts another"
              .formatted(options.cluster));
    }
    if (bridgePort == 0) {
      bridgePort = FreePorts.reserve(HOST);
    } else if (bridgePort < 0 || bridgePort > 65_535 || FreePorts.isTaken(HOST, bridgePort)) {
      throw new IllegalArgumentException(
          "port %d is taken, or no port; --bridge-port chooses another".formatted(bridgePort));
    }
    httpPorts().requireFree(HOST, 0, count, bridgePort);
    redisPorts(settings).requireFree(HOST, 1, count, bridgePort);
  }

  private PortRow httpPorts() {
    return PortRow.of("--http-port", httpPort, isAlone() ? HTTP_PORT_DEFAULT : 0);
  }

  private PortRow redisPorts(Settings settings) {
    boolean usual = isAlone() && settings.placement().owned();
    return PortRow.of("--redis-port", redisPort, usual ? REDIS_PORT_DEFAULT : 0);
  }

  /** Several clusters can be started side by side without a word about ports. */
  private boolean isAlone() {
    return options.cluster.equals("apothik");
  }

  private NodeConfig masterConfig(NodeName name, Settings settings) {
    return NodeConfig.named(name, options.config)
        .withRole(Role.CLIENT)
        .withSettings(settings, options.mistakes())
        .withPorts(
            FreePorts.reserve(HOST),
            new DoorPorts(bridgePort, 0, options.webPort(httpPorts().of(0))))
        .withTls(options.security.peerTls());
  }

  /** All at once, as nodes wait for the first; but a late listener must come last. */
  private Node boot(NodeConfig config, Path directory) throws IOException, InterruptedException {
    int firstPort = FreePorts.reserve(HOST);
    String first = HOST + ":" + firstPort;
    List<Future<Void>> ready = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      List<String> extra = new ArrayList<>(List.of("--expect", "" + count));
      if (number == 1) {
        extra.addAll(List.of("--join-port", "" + firstPort));
      }
      ready.add(startChild(number, first, extra, config, directory));
    }
    NodeConfig joining = config.withCluster(options.cluster, first);
    if (options.lateListener) {
      Await.result(Future.all(ready));
    }
    OperatorDoor door = new OperatorDoor(httpPorts().of(0), !options.noWeb);
    Node master = Await.result(Node.start(door.shows(joining)));
    Await.result(Future.all(ready));
    Protection protection = options.security.protection(master.vertx());
    Await.result(door.open(master, protection));
    BusBridge bridge =
        Await.result(
            BusBridge.open(
                master.vertx(),
                HOST,
                bridgePort,
                Addresses.MASTER,
                protection,
                master::onSlowClient));
    String through = HOST + ":" + config.place().joinPort();
    Supervisor supervisor =
        new Supervisor(
            master,
            children,
            name -> child(name, through, List.of(), config, directory),
            end::countDown);
    Await.result(master.vertx().deployVerticle(supervisor));
    master.gone().onComplete(gone -> bridge.close()).onFailure(lost -> end.countDown());
    return master;
  }

  private Future<Void> startChild(
      int number, String join, List<String> extra, NodeConfig config, Path directory)
      throws IOException {
    NodeName name = NodeName.numbered(number, HOST);
    Child child = child(name, join, extra, config, directory);
    children.put(name, child);
    return child.ready().onSuccess(ready -> out().println(name + " is up"));
  }

  private Child child(
      NodeName name, String join, List<String> extra, NodeConfig config, Path directory)
      throws IOException {
    List<String> arguments = options.forChild(config.settings());
    arguments.addAll(List.of("--join", join));
    int number = name.number().orElseThrow();
    arguments.addAll(List.of("--redis-port", "" + redisPorts(config.settings()).of(number)));
    arguments.addAll(List.of("--http-port", "" + httpPorts().of(number)));
    arguments.addAll(extra);
    return Child.start(name, arguments, LogFile.of(directory, name));
  }

  private void open(Node master, Settings settings) throws IOException, InterruptedException {
    Await.result(new Readiness(master, count).await(options.lateListener));
    RunFile file =
        new RunFile(
            HOST,
            bridgePort,
            HOST + ":" + joinPort(master),
            settings,
            options.security.peerTls() != null,
            ProcessHandle.current().pid());
    file.write(options.cluster);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(file), "apothik-run-file"));
    out().println(Readiness.line(master, count));
    String named = options.cluster.equals("apothik") ? "" : " --cluster " + options.cluster;
    out().println("In another terminal: ./run.sh put%s city Paris".formatted(named));
    out().println("                     ./run.sh get%s city".formatted(named));
    PortRow redis = redisPorts(settings);
    if (redis.isThere()) {
      out().println("Redis clients:       redis-cli -c -p %d".formatted(redis.of(1)));
    }
    if (options.webPort(httpPorts().of(1)) != 0) {
      out()
          .println(
              "Page:                %s://%s:%d/"
                  .formatted(
                      options.security.tls() == null ? "http" : "https", HOST, httpPorts().of(1)));
    }
    out().println("All commands: ./run.sh help.  Ctrl-C ends the cluster.");
  }

  private static int joinPort(Node master) {
    return master.live().member(master.name()).orElseThrow().joinPort();
  }

  private void delete(RunFile file) {
    try {
      file.delete(options.cluster);
    } catch (IOException stays) {
      err().println("error: the run file stays: " + stays.getMessage());
    }
  }

  private void endChildren() {
    children.values().forEach(Child::end);
    try {
      for (Child child : children.values()) {
        child.awaitEnd(CHILD_END_MILLIS_MAX);
      }
    } catch (InterruptedException interrupted) {
      children.values().forEach(Child::kill);
      Thread.currentThread().interrupt();
    }
  }
}
