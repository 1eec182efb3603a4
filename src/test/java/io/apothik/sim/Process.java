package io.apothik.sim;

import io.apothik.core.CacheNode;
import io.apothik.message.Effect;
import io.apothik.message.KeyTrace;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.SlotInquiry;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Settings;
import io.apothik.message.VoteMessage;
import io.apothik.replica.Eviction;
import io.apothik.sim.Journal.Told;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotTable;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One process of a cache node: the real core, on a simulated network, and with a clock of its own
 * that is off and runs a little fast or slow. It can crash, be stopped and go on, and leave.
 */
@SuppressWarnings("JavaLangClash") // It is one, to the simulation.
final class Process {
  private static final int TICK_MILLIS = 50;
  private static final int PLAN_MILLIS_MAX = 20;

  private final World world;
  private final Incarnation incarnation;
  private final CacheNode core;
  private final Map<Long, Consumer<Told>> calls = new HashMap<>();
  private final long clockOffset;
  private final double clockRate;
  private long nextCall;
  private boolean alive = true;
  private boolean leaving;
  private long stoppedUntilMillis;
  private long stoppedAtMillis;

  Process(World world, NodeName name, long number, Settings settings, int slotCount) {
    this.world = world;
    this.incarnation = new Incarnation(name, "i" + number);
    this.clockOffset = world.random.nextInt(1_000_000);
    this.clockRate = 1 + (world.random.nextDouble() - 0.5) * world.pace().skew();
    this.core =
        new CacheNode(
            incarnation,
            settings,
            slotCount,
            Eviction.NONE,
            number << 20,
            world.random.nextBoolean() ? 1L << 30 : 20_000,
            this::perform);
    world.timeline.in(1 + world.random.nextInt(TICK_MILLIS), this::tick);
  }

  NodeName name() {
    return incarnation.node();
  }

  Incarnation incarnation() {
    return incarnation;
  }

  CacheNode core() {
    return core;
  }

  SlotTable table() {
    return core.table();
  }

  boolean isAlive() {
    return alive;
  }

  boolean isLeaving() {
    return leaving;
  }

  boolean isStopped() {
    return world.timeline.nowMillis() < stoppedUntilMillis;
  }

  /** Whether it has been stopped for so long that others take it for dead. */
  boolean seemsDead(long afterMillis) {
    return isStopped() && world.timeline.nowMillis() - stoppedAtMillis >= afterMillis;
  }

  long clock() {
    return clockOffset + (long) (world.timeline.nowMillis() * clockRate);
  }

  void crash() {
    world.note("end " + name());
    alive = false;
  }

  /** Does nothing for so long; what comes meanwhile waits. */
  void stop(long millis) {
    stoppedAtMillis = world.timeline.nowMillis();
    stoppedUntilMillis = stoppedAtMillis + millis;
  }

  void leave() {
    leaving = true;
  }

  /** Runs when the process runs: now, or when it goes on. */
  void run(Runnable action) {
    if (!alive) {
      return;
    }
    if (isStopped()) {
      world.timeline.in(stoppedUntilMillis - world.timeline.nowMillis(), () -> run(action));
    } else {
      action.run();
    }
  }

  void onLive(LiveSet live) {
    run(() -> core.onLive(live, clock()));
  }

  void on(NodeMessage message) {
    run(() -> core.on(message, clock()));
  }

  /**
   * A request comes.
   *
   * @param reached takes the table of this node when it takes the request in
   */
  void onRequest(SlotRequest request, Consumer<SlotTable> reached, Consumer<Told> reply) {
    run(
        () -> {
          reached.accept(table());
          calls.put(++nextCall, reply);
          core.onRequest(nextCall, request, clock());
        });
  }

  /** Somebody wants to know which keys there are. */
  void onScan(SlotScan scan, Consumer<Told> reply) {
    run(
        () -> {
          calls.put(++nextCall, reply);
          core.onScan(nextCall, scan, clock());
        });
  }

  /** What its copy of the slot has of the key. */
  KeyTrace trace(int slot, Bytes key) {
    return core.onInquiry(new SlotInquiry(slot, key), clock()).trace();
  }

  private void tick() {
    run(
        () -> {
          core.tick(clock());
          if (leaving) {
            goOnLeaving();
          }
        });
    if (alive) {
      world.timeline.in(TICK_MILLIS, this::tick);
    }
  }

  private void goOnLeaving() {
    if (!core.table().isEmpty() && !core.table().isMember(incarnation)) {
      crash();
      world.membersChanged();
    } else {
      world.liveOf(this).coordinator().ifPresent(this::sayThatItLeaves);
    }
  }

  private void sayThatItLeaves(NodeName coordinator) {
    Leaving message = new Leaving(incarnation);
    if (coordinator.equals(name())) {
      core.on(message, clock());
    } else {
      world.send(name(), coordinator, message);
    }
  }

  private void plan(Planning planning) {
    SlotTable planned = planning.plan();
    world.timeline.in(
        world.random.nextInt(PLAN_MILLIS_MAX),
        () -> run(() -> core.onPlanned(planning, planned, clock())));
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Send send) {
      if (send.message() instanceof VoteMessage.Accepted accepted) {
        world.laws.onAccepted(accepted.epoch());
      } else if (send.message() instanceof VoteMessage.Propose proposal) {
        world.laws.onProposed(proposal);
      }
      world.send(name(), send.to(), send.message());
    } else if (effect instanceof Effect.Answer answer) {
      Consumer<Told> call = calls.remove(answer.call());
      if (call == null) {
        throw new AssertionError("call " + answer.call() + " was answered twice");
      }
      call.accept(new Told(answer.reply(), table(), world.timeline.nowMillis()));
    } else if (effect instanceof Effect.Install install) {
      world.note(
          name()
              + " installs "
              + install.table()
              + " lineage "
              + install.table().lineage()
              + " members "
              + install.table().members());
      world.laws.onInstall(this, install.table());
    } else if (effect instanceof Effect.Plan plan) {
      plan(plan.planning());
    }
  }
}
