package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.core.Account;
import io.apothik.core.CacheNode;
import io.apothik.message.Duties;
import io.apothik.message.Effect;
import io.apothik.message.ErrorCode;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.message.Settings;
import io.apothik.replica.CaffeineEviction;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Loss;
import io.apothik.slot.Placement;
import io.apothik.slot.Planning;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a {@link CacheNode} on the event bus, at the node's name, and performs its effects. It
 * deploys a verticle for each further event loop of the node.
 */
final class CacheVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CacheVerticle.class);
  private static final long METRICS_MILLIS = 1_000;

  private final Incarnation self;
  private final Membership membership;
  private final Tables tables;
  private final Departure departure;
  private final NodeMetrics metrics;
  private final CacheNode core;
  private final Lanes lanes;
  private final Ears ears;
  private final Instruments instruments;
  private final Settings settings;
  private final Provision provision;
  private final EventLoops loops;
  private @Nullable LoopServer server;
  private SlotTable installed = SlotTable.NONE;

  CacheVerticle(
      Incarnation self,
      NodeConfig config,
      Membership membership,
      Tables tables,
      Departure departure,
      Lanes lanes,
      Meters meters,
      Ears ears,
      Instruments instruments) {
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.departure = departure;
    this.lanes = lanes;
    this.ears = ears;
    this.instruments = instruments;
    this.settings = config.settings();
    this.loops = new EventLoops(settings, this::perform);
    this.provision = config.provision();
    this.metrics = new NodeMetrics(meters, config.memory().bytes());
    long share = provision.under(SlotTable.NONE).primaryBytes() / settings.loops();
    this.core =
        new CacheNode(
            self,
            settings,
            Placement.Slots.COUNT,
            () -> new CaffeineEviction(share, System::nanoTime),
            // Later processes of this name start later, and none counts a million in a millisecond.
            System.currentTimeMillis() << 20,
            provision,
            loops);
    for (int loop = 0; loop < settings.loops(); loop++) {
      core.loop(loop).tally().tell(instruments.sampler());
    }
    core.need(config.place().founders());
    core.expect(config.place().nodesExpected());
    if (config.toCluster().joinsOthers()) {
      core.joinedOthers();
    }
  }

  @Override
  public Future<?> start() {
    LoopServer here = new LoopServer(vertx, (ContextInternal) context, 0, core);
    server = here;
    loops.add(0, here);
    return startOthers()
        .compose(
            started ->
                vertx.eventBus().<Message>consumer(self.node().value(), this::take).completion())
        .onSuccess(
            registered -> {
              vertx.setPeriodic(EventLoops.TICK_MILLIS, timer -> here.tick());
              lanes.serveHere((request, caller) -> loops.serve(request, caller, lanes));
              metrics.register();
              vertx.setPeriodic(METRICS_MILLIS, timer -> account(this::show));
              membership.onChange((before, now) -> context.runOnContext(ignored -> onLive(now)));
              onLive(membership.live());
            });
  }

  private Future<?> startOthers() {
    List<Future<String>> others = new ArrayList<>();
    for (int loop = 1; loop < settings.loops(); loop++) {
      others.add(vertx.deployVerticle(new LoopVerticle(self.node(), loop, core.loop(loop), loops)));
    }
    return Future.all(others);
  }

  private void onLive(LiveSet live) {
    core.onLive(live, LoopServer.now());
  }

  private LoopServer server() {
    return Objects.requireNonNull(server, "the verticle is not started");
  }

  private void take(io.vertx.core.eventbus.Message<Message> message) {
    Message body = message.body();
    if (server().take(message) || instruments.take(message)) {
      return;
    }
    if (body instanceof Answers answers) {
      lanes.onAnswers(answers);
    } else if (body instanceof Events events) {
      ears.on(events);
    } else if (body instanceof StatusRequest) {
      account(account -> message.reply(status(account)));
    } else if (body instanceof Leave) {
      departure.leave();
      message.reply(new Reply.Done());
    } else if (body instanceof NodeMessage said) {
      core.on(said, LoopServer.now());
    } else {
      message.reply(new Reply.Failure(ErrorCode.BAD_REQUEST, self.node() + " takes no " + body, 0));
    }
  }

  private Reply.Status status(Account account) {
    return new Reply.Status(
        departure.isUnderWay(),
        core.table().epoch(),
        core.table().members().size(),
        account.holdings(),
        instruments.activity(
            provision.under(core.table()).memoryBytes(), account.duties().leased()));
  }

  private void show(Account account) {
    instruments.renew(account);
    metrics.renew(status(account), account.duties());
  }

  private void account(Consumer<Account> taker) {
    core.account(LoopServer.now(), taker);
  }

  /** What the node is to its slots; may be called from any thread, and calls back on another. */
  void duties(Consumer<Duties> taker) {
    context.runOnContext(ignored -> account(account -> taker.accept(account.duties())));
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Install install) {
      onInstalled(install.table());
    } else if (effect instanceof Effect.Route route) {
      tables.install(route.table());
    } else if (effect instanceof Effect.Plan plan) {
      plan(plan.planning());
    } else {
      server().perform(effect);
    }
  }

  /** Not on the event loop, which it would keep from everything else for many milliseconds. */
  private void plan(Planning planning) {
    vertx
        .executeBlocking(planning::plan)
        .onFailure(failure -> LOG.error("no plan for {}", planning, failure))
        .otherwise(planning.table())
        .onSuccess(planned -> core.onPlanned(planning, planned, LoopServer.now()));
  }

  private void onInstalled(SlotTable table) {
    // What the table makes this node say to others comes first.
    server().later(() -> LOG.info("installed: {}", table));
    SlotTable before = installed;
    installed = table;
    if (!before.tuning().equals(table.tuning())) {
      onTuning(table);
    }
    table.losses().stream().filter(loss -> isNews(loss, before, table)).forEach(this::onLoss);
  }

  private void onTuning(SlotTable table) {
    Tuning started = provision.under(SlotTable.NONE);
    Tuning tuning = provision.under(table);
    metrics.budget(tuning.memoryBytes());
    if (tuning.equals(started)) {
      LOG.info("in force: {}", tuning);
    } else {
      LOG.info("in force: {}; this node was started with {}", tuning, started);
    }
    long heapBytes = Runtime.getRuntime().maxMemory();
    if (tuning.memoryBytes() > heapBytes) {
      LOG.warn("{} bytes of memory: the heap has only {}", tuning.memoryBytes(), heapBytes);
    }
  }

  /** Whether it befell the cluster since this node had the table before. */
  private static boolean isNews(Loss loss, SlotTable before, SlotTable table) {
    return before.isEmpty() ? loss.epoch() == table.epoch() : loss.epoch() > before.epoch();
  }

  private void onLoss(Loss loss) {
    LOG.error("{} slots were lost: every copy of them died", loss.slots());
    metrics.lost(loss.slots());
  }
}
