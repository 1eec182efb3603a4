package io.apothik.sim;

import io.apothik.core.Account;
import io.apothik.core.CacheNode;
import io.apothik.core.Loops;
import io.apothik.message.Duties;
import io.apothik.message.Effect;
import io.apothik.message.Holdings;
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
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.Provision;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * One process of a cache node: the real core, on a simulated network, and with a clock of its own
 * that is off and runs a little fast or slow. It can crash, be stopped and go on, and leave. If it
 * has several event loops, what one says to another may be late, too.
 */
@SuppressWarnings("JavaLangClash") // It is one, to the simulation.
final class Process {
  private static final int TICK_MILLIS = 50;
  private static final int PLAN_MILLIS_MAX = 20;
  private static final int LATE_MILLIS_MAX = 40;
  private static final int VERY_LATE_MILLIS_MAX = 3_000;

  private final World world;
  private final Incarnation incarnation;
  private final Settings settings;
  private final CacheNode core;
  private final Map<Long, Consumer<Told>> calls = new HashMap<>();
  private long clockOffset;
  private double clockRate;
  private long clockSinceMillis;
  private long nextCall;
  private boolean alive = true;
  private boolean leaving;
  private boolean counting;
  private boolean answersForAll;
  private Holdings holdings = Holdings.NONE;
  private long stoppedUntilMillis;
  private long stoppedAtMillis;

  Process(World world, NodeName name, long number) {
    this.world = world;
    this.incarnation = new Incarnation(name, "i" + number);
    this.clockOffset = world.random.nextInt(1_000_000);
    this.clockRate = 1 + (world.random.nextDouble() - 0.5) * world.conditions().skew();
    this.settings = world.settings();
    this.core =
        new CacheNode(
            incarnation,
            settings,
            world.slotCount(),
            () -> Eviction.NONE,
            number << 20,
            provision(world.conditions().migrationRate().applyAsLong(world.random)),
            new Threads());
    for (int loop = 0; loop < settings.loops(); loop++) {
      tickLater(loop, 1 + world.random.nextInt(TICK_MILLIS));
    }
  }

  private Provision provision(long migrationBytesPerSecond) {
    return new Provision(new Tuning(settings.backups(), 0, migrationBytesPerSecond), 1L << 30);
  }

  private final class Threads implements Loops {
    private final List<Deque<LongConsumer>> waiting =
        Stream.generate(() -> (Deque<LongConsumer>) new ArrayDeque<LongConsumer>())
            .limit(settings.loops())
            .toList();
    private final long[] notBeforeMillis = new long[settings.loops()];

    @Override
    public void run(int loop, LongConsumer action) {
      Deque<LongConsumer> before = waiting.get(loop);
      before.add(action);
      notBeforeMillis[loop] =
          Math.max(notBeforeMillis[loop], world.timeline.nowMillis() + lateness());
      world.timeline.in(
          notBeforeMillis[loop] - world.timeline.nowMillis(),
          () -> Process.this.run(() -> before.remove().accept(clock())));
    }

    /** Mostly none. */
    private int lateness() {
      int dice = world.random.nextInt(100);
      int millisMax = dice == 0 ? VERY_LATE_MILLIS_MAX : LATE_MILLIS_MAX;
      return dice < 20 ? world.random.nextInt(millisMax) : 0;
    }

    @Override
    public void perform(int loop, Effect effect) {
      Process.this.perform(loop, effect);
    }
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
    return clockOffset + (long) ((world.timeline.nowMillis() - clockSinceMillis) * clockRate);
  }

  /** From now on its clock runs so many times as fast as time. */
  void runClock(double rate) {
    clockOffset = clock();
    clockSinceMillis = world.timeline.nowMillis();
    clockRate = rate;
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
  private void run(Runnable action) {
    if (!alive) {
      return;
    }
    if (isStopped()) {
      world.timeline.in(stoppedUntilMillis - world.timeline.nowMillis(), () -> run(action));
    } else {
      action.run();
    }
  }

  /** It looks who is there. */
  void look() {
    run(() -> core.onLive(world.liveOf(this), clock()));
  }

  void on(int loop, NodeMessage message) {
    run(() -> core.loop(loop).on(message, clock()));
  }

  /**
   * A request comes.
   *
   * @param reached takes the table of the slot's loop when it takes the request in
   */
  void onRequest(SlotRequest request, Consumer<SlotTable> reached, Consumer<Told> reply) {
    int loop = settings.loopOf(request.slot());
    run(
        () -> {
          reached.accept(core.loop(loop).table());
          calls.put(++nextCall, reply);
          core.loop(loop).onRequest(nextCall, request, clock());
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
    return core.loop(settings.loopOf(slot)).onInquiry(new SlotInquiry(slot, key), clock()).trace();
  }

  /** Whether it may answer in all slots that it is primary of, as far as its loops have said. */
  boolean answersForAll() {
    if (!counting) {
      counting = true;
      run(() -> core.account(clock(), this::count));
    }
    return answersForAll;
  }

  /** What it holds, if all its loops have said so. */
  Holdings holdings() {
    core.account(clock(), account -> holdings = account.holdings());
    return holdings;
  }

  private void count(Account account) {
    Duties duties = account.duties();
    answersForAll = duties.leased() && duties.answering() == duties.primary();
    counting = false;
  }

  private void tick(int loop) {
    run(
        () -> {
          core.loop(loop).tick(clock());
          if (leaving && loop == 0) {
            goOnLeaving();
          }
        });
    if (alive) {
      tickLater(loop, TICK_MILLIS);
    }
  }

  private void tickLater(int loop, long millis) {
    world.timeline.in(millis, () -> tick(loop));
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
    Leaving message = new Leaving(incarnation, false);
    if (coordinator.equals(name())) {
      core.on(message, clock());
    } else {
      world.send(name(), coordinator, 0, message);
    }
  }

  private void plan(Planning planning) {
    SlotTable planned = planning.plan();
    world.timeline.in(
        world.random.nextInt(PLAN_MILLIS_MAX),
        () -> run(() -> core.onPlanned(planning, planned, clock())));
  }

  private void noteInstalled(SlotTable table) {
    if (world.isTraced()) {
      world.note(
          "%s installs %s lineage %d members %s"
              .formatted(name(), table, table.lineage(), table.members()));
    }
  }

  private void perform(int loop, Effect effect) {
    if (effect instanceof Effect.Send send) {
      if (send.message() instanceof VoteMessage.Accepted accepted) {
        world.laws.onAccepted(accepted.epoch());
      } else if (send.message() instanceof VoteMessage.Propose proposal) {
        world.laws.onProposed(proposal);
      }
      world.send(name(), send.to(), loop, send.message());
    } else if (effect instanceof Effect.Answer answer) {
      Consumer<Told> call = calls.remove(answer.call());
      if (call == null) {
        throw new BrokenLawException("call " + answer.call() + " was answered twice");
      }
      call.accept(new Told(answer.reply(), core.loop(loop).table(), world.timeline.nowMillis()));
    } else if (effect instanceof Effect.Install install) {
      noteInstalled(install.table());
      world.laws.onInstall(this, install.table());
    } else if (effect instanceof Effect.Plan plan) {
      plan(plan.planning());
    }
  }
}
