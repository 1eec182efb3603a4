package io.apothik.node;

import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.core.CacheNode;
import io.apothik.message.Effect;
import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.Several;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Answers;
import io.apothik.replica.CaffeineEviction;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a {@link CacheNode} on the event bus, at the node's name, and performs its effects. */
final class CacheVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CacheVerticle.class);
  private static final long TICK_MILLIS = 20;
  private static final long METRICS_MILLIS = 1_000;

  private final Incarnation self;
  private final Membership membership;
  private final Tables tables;
  private final Departure departure;
  private final NodeMetrics metrics;
  private final CacheNode core;
  private final Lanes lanes;
  private final Desk desk;
  private final Outbox outbox;
  private final Map<Long, Consumer<Reply>> calls = new HashMap<>();
  private SlotTable installed = SlotTable.NONE;
  private long lastCall;

  /** Who asked what the core is doing now, and has no answer yet. */
  private @Nullable Consumer<Reply> atHand;

  CacheVerticle(
      Incarnation self,
      NodeConfig config,
      Membership membership,
      Tables tables,
      Departure departure,
      Lanes lanes) {
    this.self = self;
    this.membership = membership;
    this.tables = tables;
    this.departure = departure;
    this.lanes = lanes;
    this.desk = new Desk(this::later, this::serve, this::send);
    this.outbox = new Outbox(this::later, this::send);
    this.metrics =
        new NodeMetrics(
            config.meters(), config.place().clusterName(), self.node(), config.memory().bytes());
    // Backups are bounded by what their primaries may hold.
    long share = config.memory().bytes() / (1 + config.settings().backups());
    this.core =
        new CacheNode(
            self,
            config.settings(),
            Placement.Slots.COUNT,
            new CaffeineEviction(share, System::nanoTime),
            // Later processes of this name start later, and none counts a million in a millisecond.
            System.currentTimeMillis() << 20,
            config.memory().migrationBytesPerSecond(),
            this::perform);
    core.expect(config.place().nodesExpected());
    if (config.toCluster().joinsOthers()) {
      core.joinedOthers();
    }
  }

  @Override
  public Future<?> start() {
    membership.onChange((before, now) -> context.runOnContext(ignored -> onLive(now)));
    vertx.setPeriodic(
        TICK_MILLIS,
        timer -> {
          core.tick(now());
          desk.tick();
        });
    return vertx
        .eventBus()
        .<Message>consumer(self.node().value(), this::take)
        .completion()
        .onSuccess(
            registered -> {
              lanes.serveHere(this::serveLanes);
              metrics.register();
              vertx.setPeriodic(METRICS_MILLIS, timer -> metrics.renew(status()));
              onLive(membership.live());
            });
  }

  @Override
  public Future<?> stop() {
    metrics.close();
    return Future.succeededFuture();
  }

  /** Runs it when the events at hand are handled. */
  private void later(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  private void send(NodeName to, Message message) {
    vertx.eventBus().send(to.value(), message);
  }

  /** Serves the master of this node, which may be on another thread. */
  private void serveLanes(SlotRequest request, Consumer<Reply> caller) {
    if (((ContextInternal) context).inThread()) {
      serve(request, caller);
    } else {
      context.runOnContext(
          ignored -> serve(request, reply -> lanes.run(() -> caller.accept(reply))));
    }
  }

  private void onLive(LiveSet live) {
    core.onLive(live, now());
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void take(io.vertx.core.eventbus.Message<Message> message) {
    Message body = message.body();
    if (body instanceof Batch batch) {
      core.foresee(batch.requests());
      desk.take(batch, message::reply);
    } else if (body instanceof Answers answers) {
      lanes.onAnswers(answers);
    } else if (body instanceof Several several) {
      core.on(several, now());
    } else if (body instanceof SlotRequest request) {
      serve(request, message::reply);
    } else if (body instanceof SlotScan scan) {
      core.onScan(call(message::reply), scan, now());
    } else if (body instanceof SlotInquiry inquiry) {
      message.reply(core.onInquiry(inquiry, now()));
    } else if (body instanceof StatusRequest) {
      message.reply(status());
    } else if (body instanceof Leave) {
      departure.leave();
      message.reply(new Reply.Done());
    } else if (body instanceof NodeMessage said) {
      core.on(said, now());
    } else {
      message.reply(new Reply.Failure(ErrorCode.BAD_REQUEST, self.node() + " takes no " + body, 0));
    }
  }

  /** A call whose answer the caller gets. */
  private long call(Consumer<Reply> caller) {
    calls.put(++lastCall, caller);
    return lastCall;
  }

  /** Most requests are answered before this returns, and so need not be remembered. */
  private void serve(SlotRequest request, Consumer<Reply> caller) {
    if (atHand != null) {
      // Another caller got its answer from what the core is doing for this one, and asks again.
      calls.put(lastCall, atHand);
    }
    atHand = caller;
    core.onRequest(++lastCall, request, now());
    if (atHand != null) {
      atHand = null;
      calls.put(lastCall, caller);
    }
  }

  private void answer(long call, Reply reply) {
    Consumer<Reply> caller = atHand;
    if (caller != null && call == lastCall) {
      atHand = null;
    } else {
      caller = calls.remove(call);
    }
    if (caller != null) {
      caller.accept(reply);
    }
  }

  private Reply.Status status() {
    return new Reply.Status(
        departure.isUnderWay(),
        core.table().epoch(),
        core.table().members().size(),
        core.replica().holdings(now()));
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Send send) {
      outbox.send(send.to(), send.message());
    } else if (effect instanceof Effect.Answer answer) {
      answer(answer.call(), answer.reply());
    } else if (effect instanceof Effect.Install install) {
      onInstalled(install.table());
    } else if (effect instanceof Effect.Route route) {
      tables.install(route.table());
    } else if (effect instanceof Effect.Plan plan) {
      plan(plan.planning());
    }
  }

  /** Not on the event loop, which it would keep from everything else for many milliseconds. */
  private void plan(Planning planning) {
    vertx
        .executeBlocking(planning::plan)
        .onFailure(failure -> LOG.error("no plan for {}", planning, failure))
        .otherwise(planning.table())
        .onSuccess(planned -> core.onPlanned(planning, planned, now()));
  }

  private void onInstalled(SlotTable table) {
    // What the table makes this node say to others comes first.
    later(() -> LOG.info("installed: {}", table));
    SlotTable before = installed;
    installed = table;
    table.losses().stream().filter(loss -> isNews(loss, before, table)).forEach(this::onLoss);
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
