package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.core.Unanswered;
import io.apothik.message.NodeMessage;
import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.sim.Caller.Patience;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import io.apothik.slot.TuningChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the real core, and clients, on a network that loses, delays, repeats and partitions,
 * with nodes that crash, stop, go on, join and leave: all in one thread, and the same again from
 * the same seed. What the clients were told is checked for linearizability.
 */
final class Simulation {
  /** -Dapothik.trace=true shows what happened, for whoever looks for the cause of a failure. */
  private static final boolean TRACE = Boolean.getBoolean("apothik.trace");

  private static final int TROUBLE_MILLIS = 15_000;
  private static final int SETTLE_MILLIS_MAX = 60_000;
  private static final int NODES_MAX = 6;
  private static final int MASTERS = 3;

  /** After so long everybody has noticed a fault, and a table says what follows from it. */
  private static final int NOTICED_MILLIS = 2_500;

  private static final int STOP_NOTICE_MILLIS = 900;
  private static final int ISOLATING_MILLIS_MAX = 1_500;
  private static final int RECOVER_MILLIS = 3_000;

  private final Random random;
  private final Pace pace;
  private final World world;
  private final List<Client> clients;
  private final Scans scans;
  private final boolean deadly;
  private final int nodesMax;
  private long quietAtMillis;
  private boolean calm;
  private @Nullable Ear ear;

  Simulation(long seed) {
    this(seed, Pace.STEADY);
  }

  Simulation(long seed, Pace pace) {
    this.random = new Random(seed);
    this.pace = pace;
    int slotCount = List.of(1, 4, 16, 64).get(random.nextInt(4));
    int backups = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2);
    boolean isDeadly = random.nextInt(4) == 0 || pace.isolationPercent() > 0;
    deadly = pace.isUnbound() ? pace == Pace.SPLIT : isDeadly;
    nodesMax = pace.isUnbound() && random.nextBoolean() ? 2 : NODES_MAX;
    boolean bound = !pace.isUnbound() || nodesMax < Settings.MAJORITY_NODES_MIN;
    Quorum quorum = bound ? Quorum.MAJORITY : Quorum.NONE;
    Settings settings = new Settings(Placement.SLOTS, backups, quorum, pace.loops());
    Conditions conditions =
        new Conditions(
            settings,
            slotCount,
            pace.noticeMillisMax(),
            STOP_NOTICE_MILLIS,
            0,
            pace.skew(),
            some -> some.nextBoolean() ? 1L << 30 : 20_000,
            pace == Pace.LOOSE);
    world =
        new World(
            random, conditions, Weather.mostlyBad(random), TRACE ? Simulation::show : Trace.NONE);
    Client.Workload work =
        pace == Pace.PAIRED
            ? new PairWork(random)
            : new RandomWork(
                random, pace.firstKey(), pace.keys(), pace.readers(), pace.mayBeStale());
    AtomicLong series = new AtomicLong();
    List<Unanswered> masters =
        Stream.generate(() -> new Unanswered(series::incrementAndGet)).limit(MASTERS).toList();
    clients =
        IntStream.range(0, pace.clients())
            .mapToObj(i -> client(i, masters.get(i % MASTERS), work))
            .toList();
    scans = new Scans(world, pace.patienceMillis());
  }

  private Client client(int number, Unanswered unanswered, Client.Workload work) {
    Patience patience = new Patience(pace.patienceMillis(), pace.deadlineMillis(), false);
    return new Client(world, number, unanswered, work, patience, pace.refreshPercent());
  }

  private static void show(long atMillis, String what) {
    System.out.printf("%6d %s%n", atMillis, what);
  }

  /** Lives through the trouble, then on the same bad network until everything is settled. */
  void run() {
    for (int i = 0; i < 3 + random.nextInt(3); i++) {
      join();
    }
    clients.forEach(client -> world.timeline.in(1 + random.nextInt(100), () -> call(client)));
    if (pace == Pace.BROWSED) {
      scans.begin();
    } else if (pace == Pace.HEARD) {
      ear = new Ear(world);
    }
    world.timeline.in(500 + random.nextInt(2_000), this::disturb);
    while (world.timeline.nowMillis() < TROUBLE_MILLIS) {
      world.timeline.step();
    }
    calm = true;
    world.network.heal();
    world.membersChanged();
    world.timeline.in(RECOVER_MILLIS, this::recover);
    while (!isSettled()) {
      assertThat(world.timeline.nowMillis())
          .as("settling at %s", world.laws.newest())
          .isLessThan(TROUBLE_MILLIS + SETTLE_MILLIS_MAX);
      world.timeline.step();
    }
    Ending ending = new Ending(world, clients, scans, pace, ear);
    ending.awaitAgreement();
    ending.readAll();
    ending.check(deadly);
  }

  private void call(Client client) {
    if (!calm) {
      client.act();
      world.timeline.in(1 + random.nextInt(pace.restMillisMax()), () -> call(client));
    }
  }

  private void disturb() {
    if (calm) {
      return;
    }
    if (pace.isolationPercent() > 0 && random.nextInt(100) < pace.isolationPercent()) {
      isolate();
    } else if (pace.tuningPercent() > 0 && random.nextInt(100) < pace.tuningPercent()) {
      tune();
    } else if (pace.mutePercent() > 0 && random.nextInt(100) < pace.mutePercent()) {
      mute();
    } else {
      disturb(random.nextInt(100));
    }
    world.timeline.in(100 + random.nextInt(pace.quietMillisMax()), this::disturb);
  }

  private void disturb(int dice) {
    if (dice < 20) {
      join();
    } else if (dice < 32) {
      leave();
    } else if (dice < 52) {
      crash();
    } else if (dice < 70) {
      stop();
    } else if (dice < 85) {
      partition();
    } else {
      world.network.heal();
      healed();
    }
  }

  /** Who wants no backups accepts that one death loses something. */
  private void tune() {
    int backups = deadly ? random.nextInt(4) : 1 + random.nextInt(3);
    Long migrationRate = random.nextBoolean() ? null : 10_000L << random.nextInt(20);
    TuningChange change = new TuningChange(backups, null, migrationRate);
    world.note("tune " + change);
    world.alive().forEach(process -> process.on(0, new NodeMessage.Tune(change)));
  }

  private void mute() {
    Process from = any();
    Process to = any();
    if (from != to) {
      int millis = 100 + random.nextInt(3_000);
      world.note("mute " + from.name() + " to " + to.name() + " for " + millis);
      world.network.mute(from.name(), to.name(), millis);
    }
  }

  private void join() {
    NodeName name = NodeName.numbered(1 + random.nextInt(nodesMax), "h");
    // Who cannot reach the member that it is to join does not start.
    if (world.at(name).isEmpty() && world.network.isWhole()) {
      world.start(name);
    }
  }

  private void leave() {
    Process process = any();
    long staying = world.alive().stream().filter(other -> !other.isLeaving()).count();
    if (staying > nodesMin() && !process.isLeaving()) {
      process.leave();
    }
  }

  /**
   * Without deadliness, only when all copies are there, on nodes that run, and no table is on its
   * way that does without one of them: one death is survived.
   */
  private void crash() {
    Process process = any();
    boolean spared =
        world.alive().size() <= nodesMin() || !othersKnow(process) || (!deadly && !isRedundant());
    if (!spared) {
      process.crash();
      world.membersChanged();
    }
  }

  /** Somebody else whom newcomers see must know the newest table, or a cluster begins anew. */
  private boolean othersKnow(Process process) {
    return world.alive().stream()
        .filter(other -> other != process && !other.isLeaving() && !other.isStopped())
        .anyMatch(other -> other.table().equals(world.laws.newest()));
  }

  private boolean isRedundant() {
    SlotTable table = world.laws.newest();
    boolean whole = world.network.isWhole() && table.members().size() > nodesMin();
    whole &= world.timeline.nowMillis() > quietAtMillis && !world.laws.isBeingReplaced();
    return world.settings().backups() > 0
        && whole
        && world.network.isClear()
        && world.alive().stream().noneMatch(Process::isStopped)
        && world.alive().stream().allMatch(process -> process.table().equals(table))
        && table.members().stream().allMatch(world::isAlive)
        && table.allOwners().stream().noneMatch(owners -> owners.backups().isEmpty());
  }

  /**
   * Of two nodes each may go on alone when they lose sight of each other: then there is a line of
   * tables for each, which is what {@link Pace#SPLIT} is for. Where nodes are cut off for long, the
   * table that is on its way may be one of two.
   */
  private boolean isBound() {
    boolean mayBeOfTwo = pace == Pace.STALE && world.laws.isBeingReplaced();
    boolean binds = world.settings().needsMajority(world.laws.newest().members().size());
    return pace == Pace.SPLIT || (binds && !mayBeOfTwo);
  }

  /** So many stay. */
  private int nodesMin() {
    return Math.min(2, nodesMax - 1);
  }

  private void stop() {
    Process process = any();
    boolean spared = world.alive().stream().anyMatch(Process::isStopped) || !othersKnow(process);
    if ((deadly ? isBound() : isRedundant()) && !spared) {
      int millis = 50 + random.nextInt(4_000);
      world.stop(process, millis);
      quietAtMillis = world.timeline.nowMillis() + millis + NOTICED_MILLIS;
    }
  }

  private void partition() {
    if (pace == Pace.LOOSE || (deadly ? !isBound() : !isRedundant())) {
      return;
    }
    Map<String, Integer> sides = new TreeMap<>();
    List<Process> processes = new ArrayList<>(world.alive());
    int minority = deadly ? random.nextInt(processes.size()) : 1;
    for (int i = 0; i < minority; i++) {
      Process process = processes.remove(random.nextInt(processes.size()));
      sides.put(process.name().value(), 1);
    }
    clients.forEach(client -> sides.put(client.name(), random.nextInt(2)));
    world.note("partition " + sides);
    world.network.partition(sides);
    world.membersChanged();
    if (pace.isolationMillisMax() > 0) {
      healIn(random.nextInt(pace.isolationMillisMax()));
    }
  }

  /** A node loses one other first, and after a while all others, but not the clients. */
  private void isolate() {
    if (world.alive().size() < NODES_MAX - 1) {
      join();
    }
    Process process = any();
    Process first = any();
    int millis = random.nextInt(ISOLATING_MILLIS_MAX);
    world.network.mute(process.name(), first.name(), millis);
    world.timeline.in(random.nextBoolean() ? millis : 0, () -> isolate(process));
  }

  private void isolate(Process process) {
    // Who cannot reach the member that it is to join does not start, so it has seen the others.
    boolean allJoined = world.alive().stream().noneMatch(other -> other.table().isEmpty());
    boolean canBe = process.isAlive() && allJoined && world.network.isWhole();
    if (calm || !canBe || !isBound()) {
      return;
    }
    Map<String, Integer> sides = new TreeMap<>();
    sides.put(process.name().value(), 1);
    for (int i = 0; i < clients.size(); i++) {
      boolean reads = i < pace.readers();
      sides.put(clients.get(i).name(), reads ? random.nextInt(3) - 1 : -random.nextInt(2));
    }
    world.note("isolate " + sides);
    world.network.partition(sides);
    world.membersChanged();
    healIn(100 + random.nextInt(pace.isolationMillisMax()));
  }

  private void healIn(int millis) {
    world.timeline.in(
        millis,
        () -> {
          world.network.heal();
          healed();
        });
  }

  private void healed() {
    world.note("heal");
    quietAtMillis = world.timeline.nowMillis() + NOTICED_MILLIS;
    world.alive().stream()
        .filter(process -> process.table().isNewerThan(SlotTable.NONE))
        .filter(process -> world.laws.newest().isNewerThan(process.table()))
        .forEach(world::rejoin);
    world.membersChanged();
  }

  private Process any() {
    List<Process> alive = world.alive();
    return alive.get(random.nextInt(alive.size()));
  }

  /** The newest table that somebody has who is still there. */
  private SlotTable newest() {
    return world.alive().stream()
        .map(Process::table)
        .reduce(SlotTable.NONE, (one, other) -> other.isNewerThan(one) ? other : one);
  }

  private boolean isSettled() {
    SlotTable table = newest();
    List<Process> alive = world.alive();
    return !table.isEmpty()
        && clients.stream().allMatch(Client::isIdle)
        && alive.stream().noneMatch(Process::isStopped)
        && alive.stream().noneMatch(Process::isLeaving)
        && alive.stream().allMatch(process -> process.table().equals(table))
        && table.members().size() == alive.size()
        && table.members().stream().allMatch(world::isAlive)
        && table.moving() == 0
        && (pace.tuningPercent() == 0 || hasItsBackups(table));
  }

  private static boolean hasItsBackups(SlotTable table) {
    int backups = table.tuning().orElseThrow().backups();
    int wanted = Math.min(backups, table.members().size() - 1);
    return table.allOwners().stream().allMatch(owners -> owners.backups().size() == wanted);
  }

  /**
   * Where a majority died, or whoever might have had a table, nothing goes on until an operator
   * says so.
   */
  private void recover() {
    SlotTable table = newest();
    long left = table.members().stream().filter(world::isAlive).count();
    if (left <= table.members().size() / 2) {
      world.note("recover");
      world.alive().forEach(process -> process.on(0, new NodeMessage.Recover()));
    }
    world.timeline.in(RECOVER_MILLIS, this::recover);
  }

  @Override
  public String toString() {
    return "%d slots, %d backups, %s, at %d ms, %s"
        .formatted(
            world.slotCount(),
            world.settings().backups(),
            deadly ? "many die" : "one dies at a time",
            world.timeline.nowMillis(),
            world.laws.newest());
  }
}
