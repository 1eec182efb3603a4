package io.apothik.node;

import com.hazelcast.config.Config;
import io.apothik.cluster.ClusterConfig;
import io.apothik.cluster.Membership;
import io.apothik.cluster.ModuloTables;
import io.apothik.cluster.Tables;
import io.apothik.credential.PeerTls;
import io.apothik.credential.TlsFiles;
import io.apothik.message.Duties;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Health;
import io.apothik.message.Hearing;
import io.apothik.message.Listener;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Settings;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.apothik.wire.BusCodec;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Starts one node, in the only order that works: configuration, membership listener, join, check of
 * the name, verticles.
 */
final class NodeLauncher {
  private static final int LAUNCHES_MAX = 3;
  private static final long COLD_MILLIS = 5_000;

  private final NodeConfig config;
  private final Incarnation self;
  private final Vertx vertx;
  private final Membership membership;
  private final Tables tables = new Tables();
  private final NodeClient nodes;
  private final Lanes lanes;
  private final Departure departure;
  private final Meters meters;
  private final Instruments instruments;
  private final Ears ears;

  /** Tells what the node is to its slots. */
  private Consumer<Consumer<Duties>> duties = taker -> taker.accept(Duties.NONE);

  private NodeLauncher(
      NodeConfig config,
      Incarnation self,
      Vertx vertx,
      Membership membership,
      NetworkBytes network) {
    this.config = config;
    this.self = self;
    this.vertx = vertx;
    this.membership = membership;
    this.nodes = new NodeClient(vertx, membership);
    this.lanes = new Lanes(vertx, config.name(), config.settings(), membership);
    this.meters = new Meters(config);
    this.instruments = new Instruments(config.name(), network);
    this.ears = new Ears(vertx, self, config.settings(), tables);
    this.departure = new Departure(vertx, self, config.settings().placement(), membership, tables);
    membership.onEnd(departure::onClusterEnd);
  }

  /**
   * Starts a node; completes when its verticles are registered.
   *
   * <p>Fails with a {@link FailureException}: NAME_TAKEN if another member bears the name,
   * BAD_REQUEST if the cluster has another placement or the configuration cannot be used,
   * START_FAILED if the cluster cannot be joined. Does not block the caller.
   */
  static Future<Node> launch(NodeConfig config) {
    // Bound to no context: one of a Vert.x that is closed again could not tell of the failure.
    Promise<Node> launched = Promise.promise();
    Thread launcher =
        new Thread(() -> launch(config, LAUNCHES_MAX, launched), "launch-" + config.name());
    launcher.setDaemon(true);
    launcher.start();
    return launched.future();
  }

  /** Begins again if somebody else took a port between its choice and its use. */
  private static void launch(NodeConfig config, int launchesLeft, Promise<Node> launched) {
    ClusterConfig cluster;
    Config hazelcast;
    Incarnation self;
    VertxOptions options = new VertxOptions(config.vertxOptions());
    try {
      cluster = config.toCluster();
      self = new Incarnation(cluster.name(), cluster.incarnation());
      hazelcast = cluster.toHazelcast();
      if (!cluster.awaitJoinable(hazelcast)) {
        launched.fail(notJoined(config, "nobody listens there"));
        return;
      }
      options.setEventLoopPoolSize(Math.max(options.getEventLoopPoolSize(), loops(config)));
      options.getEventBusOptions().setHost(config.name().host()).setPort(cluster.busPort());
      TlsFiles tls = config.place().tlsOrNull();
      if (tls != null) {
        PeerTls.close(options.getEventBusOptions(), tls.read());
      }
    } catch (IOException | RuntimeException unusable) {
      launched.fail(
          new FailureException(ErrorCode.BAD_REQUEST, String.valueOf(unusable.getMessage())));
      return;
    }
    HazelcastClusterManager clusterManager = new HazelcastClusterManager(hazelcast);
    boolean late = config.mistakes().lateListener();
    Membership membership = new Membership(clusterManager, config.settings(), late);
    if (!late) {
      clusterManager.nodeListener(membership);
    }
    NetworkBytes network = new NetworkBytes();
    VertxMetricsFactory counting = network.countIn(options);
    Vertx.builder()
        .with(options)
        .withMetrics(counting)
        .withClusterManager(clusterManager)
        .buildClustered()
        .onFailure(
            failure -> {
              if (launchesLeft > 1 && failure instanceof BindException) {
                launch(config, launchesLeft - 1, launched);
              } else {
                launched.fail(notJoined(config, cluster.explain(hazelcast, failure)));
              }
            })
        .onSuccess(
            vertx -> {
              if (late) {
                clusterManager.nodeListener(membership);
              }
              new NodeLauncher(config, self, vertx, membership, network).launch(launched);
            });
    if (isWarmAtOnce(config)) {
      WarmUp.once();
    }
  }

  /** How many event loops the node needs: clients have one. */
  private static int loops(NodeConfig config) {
    return config.role() == Role.CACHE ? config.settings().loops() : 1;
  }

  private static boolean isWarmAtOnce(NodeConfig config) {
    return isEverWarm(config) && config.place().nodesExpected() == 1;
  }

  /** Those who found a cluster together take nothing over soon, and have to be there first. */
  private static boolean isWarmLater(NodeConfig config) {
    return isEverWarm(config) && config.place().nodesExpected() > 1;
  }

  private static boolean isEverWarm(NodeConfig config) {
    return config.role() == Role.CACHE && config.settings().placement().owned();
  }

  private static FailureException notJoined(NodeConfig config, String reason) {
    String where =
        config.place().joinOrNull() == null ? "the cluster" : "at " + config.place().joinOrNull();
    return new FailureException(
        ErrorCode.START_FAILED, "%s could not join %s: %s".formatted(config.name(), where, reason));
  }

  private void launch(Promise<Node> launched) {
    BusCodec.register(vertx.eventBus());
    Observer.observe(vertx, config, membership, tables, instruments);
    trustPeers()
        .compose(trusted -> membership.start(vertx))
        .compose(this::checkIdentity)
        .compose(checked -> isWarmAtOnce(config) ? warmUp() : Future.succeededFuture())
        .compose(warm -> deploy())
        .onSuccess(
            master -> {
              launched.complete(new RunningNode(master));
              if (isWarmLater(config)) {
                vertx.setTimer(COLD_MILLIS, timer -> warmUp());
              }
            })
        .onFailure(
            failure -> {
              meters.close();
              vertx.close().onComplete(closed -> launched.fail(failure));
            });
  }

  private Future<Void> trustPeers() {
    TlsFiles tls = config.place().tlsOrNull();
    return tls == null ? Future.succeededFuture() : PeerTls.open(vertx, tls);
  }

  /** Completes when it is done, be it by another thread. */
  private Future<Void> warmUp() {
    return vertx.executeBlocking(
        () -> {
          WarmUp.once();
          return null;
        });
  }

  private Future<Void> checkIdentity(LiveSet live) {
    Settings own = config.settings();
    List<String> others =
        membership.otherSettings().stream().filter(label -> !own.goWith(label)).toList();
    if (!others.isEmpty()) {
      return Future.failedFuture(
          new FailureException(
              ErrorCode.BAD_REQUEST,
              "the cluster has the settings %s, this node %s"
                  .formatted(others.get(0), own.label())));
    }
    if (!live.has(self)) {
      return Future.failedFuture(
          new FailureException(
              ErrorCode.NAME_TAKEN, "the name " + config.name() + " is already in the cluster"));
    }
    return Future.succeededFuture();
  }

  private Future<NodeMaster> deploy() {
    if (!config.settings().placement().owned()) {
      ModuloTables modulo = new ModuloTables(tables, config.mistakes().countMaster());
      membership.onChange((before, now) -> modulo.update(now));
      modulo.update(membership.live());
    }
    if (config.role() == Role.CLIENT) {
      ClientVerticle client =
          new ClientVerticle(
              config.name(), membership, tables, departure, lanes, ears, instruments);
      return vertx.deployVerticle(client).compose(deployed -> deployMaster(client::refresh));
    }
    // A cache node hears of newer tables as soon as others do.
    return vertx.deployVerticle(cacheVerticle()).compose(deployed -> deployMaster(() -> {}));
  }

  private VerticleBase cacheVerticle() {
    if (config.settings().placement().owned()) {
      CacheVerticle cache =
          new CacheVerticle(
              self, config, membership, tables, departure, lanes, meters, ears, instruments);
      duties = cache::duties;
      return cache;
    }
    ModuloVerticle modulo =
        new ModuloVerticle(
            config.name(), tables, departure, lanes, instruments, config.memory().bytes());
    duties = taker -> taker.accept(modulo.duties());
    return modulo;
  }

  private Future<NodeMaster> deployMaster(Runnable refresh) {
    Settings settings = config.settings();
    new ClusterMetrics(settings, membership, tables).register(meters);
    RequestMetrics metrics = new RequestMetrics(meters, instruments.history());
    Router router = new Router(vertx, settings, membership, tables, nodes, lanes, metrics, refresh);
    Scans scans = new Scans(vertx, settings, tables, nodes, refresh);
    Explainer explainer = new Explainer(vertx, settings, membership, tables, nodes, refresh);
    Census census = new Census(vertx, settings, membership, tables, nodes);
    Tuner tuner = new Tuner(vertx, settings, membership, tables);
    Administration administration = new Administration(vertx, membership, tables, nodes);
    NodeMaster master =
        new NodeMaster(
            vertx,
            config.name(),
            membership,
            tables,
            router,
            scans,
            explainer,
            census,
            new Survey(vertx, membership, nodes),
            instruments.journal(),
            tuner,
            administration,
            ears);
    return vertx.deployVerticle(new MasterVerticle(master, lanes, meters, instruments)).map(master);
  }

  private final class RunningNode implements Node {
    private final NodeMaster master;

    private RunningNode(NodeMaster master) {
      this.master = master;
    }

    @Override
    public NodeName name() {
      return master.name();
    }

    @Override
    public Vertx vertx() {
      return vertx;
    }

    @Override
    public LiveSet live() {
      return master.live();
    }

    @Override
    public SlotTable table() {
      return master.table();
    }

    @Override
    public Future<Reply> ask(Request request, long timeoutMillis) {
      return master.answer(request, Deadline.after(timeoutMillis));
    }

    @Override
    public void ask(Request request, long timeoutMillis, Consumer<Reply> caller) {
      master.ask(request, timeoutMillis, caller);
    }

    @Override
    public void onSlowClient(String text) {
      master.onSlowClient(text);
    }

    @Override
    public void listen(
        Bytes prefix, Listener listener, Consumer<Hearing> ready, Consumer<Reply.Failure> refused) {
      master.listen(prefix, listener, ready, refused);
    }

    @Override
    public void health(Consumer<Health> taker) {
      duties.accept(now -> taker.accept(new Health(config.role(), departure.isUnderWay(), now)));
    }

    @Override
    public Future<Void> leave() {
      return departure.leave();
    }

    @Override
    public void beforeEnd(Supplier<Future<Void>> last) {
      departure.beforeEnd(last);
    }

    @Override
    public Future<Void> close() {
      return departure.close();
    }

    @Override
    public Future<Void> gone() {
      return departure.gone();
    }
  }
}
