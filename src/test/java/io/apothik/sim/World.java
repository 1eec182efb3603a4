package io.apothik.sim;

import io.apothik.message.EventMessage.Events;
import io.apothik.message.NodeMessage;
import io.apothik.message.Settings;
import io.apothik.sim.Journal.Told;
import io.apothik.slot.Bytes;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All processes, and who believes whom to be there: each hears of a change at a time of its own,
 * and of a process that stands still only after a while.
 */
final class World {
  private static final boolean TRACE = Boolean.getBoolean("apothik.trace");
  private static final int SEEMS_DEAD_MILLIS = 900;

  final Timeline timeline = new Timeline();
  final Random random;
  final Network network;
  final Laws laws;
  final Journal journal = new Journal(timeline);
  private final Settings settings;
  private final int slotCount;
  private final Pace pace;
  private final Map<NodeName, Process> processes =
      new TreeMap<>(Comparator.comparing(NodeName::value));
  private final Map<Process, Long> joined = new HashMap<>();
  private long joins;
  private long longestStopMillis;
  private @Nullable Ear ear;

  World(Random random, Settings settings, int slotCount, Pace pace) {
    this.random = random;
    this.settings = settings;
    this.slotCount = slotCount;
    this.pace = pace;
    this.network = new Network(timeline, random);
    this.laws = new Laws(timeline, pace == Pace.LOOSE);
  }

  /** What happened, for whoever looks for the cause of a failure: -Dapothik.trace=true shows it. */
  void note(String what) {
    if (TRACE) {
      System.out.printf("%6d %s%n", timeline.nowMillis(), what);
    }
  }

  Settings settings() {
    return settings;
  }

  Pace pace() {
    return pace;
  }

  int slotCount() {
    return slotCount;
  }

  /** Starts a process of that name, in the place of one that is gone. */
  Process start(NodeName name) {
    Process process = new Process(this, name, ++joins, settings, slotCount);
    if (!alive().isEmpty()) {
      process.core().joinedOthers();
    }
    note("start " + process.incarnation());
    processes.put(name, process);
    joined.put(process, joins);
    membersChanged();
    return process;
  }

  Optional<Process> at(NodeName name) {
    return Optional.ofNullable(processes.get(name)).filter(Process::isAlive);
  }

  boolean isAlive(Incarnation incarnation) {
    return at(incarnation.node()).filter(p -> p.incarnation().equals(incarnation)).isPresent();
  }

  List<Process> alive() {
    return processes.values().stream().filter(Process::isAlive).toList();
  }

  /** Everybody hears of what changed, each in its time. */
  void membersChanged() {
    for (Process process : alive()) {
      timeline.in(1 + random.nextInt(pace.noticeMillisMax()), process::look);
    }
  }

  /** A process that others took for dead is the youngest when they find each other again. */
  void rejoin(Process process) {
    note("rejoin " + process.name());
    joined.put(process, ++joins);
    membersChanged();
  }

  void stop(Process process, long millis) {
    note("stop " + process.name() + " for " + millis);
    process.stop(millis);
    longestStopMillis = Math.max(longestStopMillis, millis);
    timeline.in(SEEMS_DEAD_MILLIS, this::membersChanged);
    timeline.in(
        millis,
        () -> {
          if (process.isAlive() && millis > SEEMS_DEAD_MILLIS) {
            rejoin(process);
          }
        });
  }

  /** How long it took at most until a message had its effect. */
  long latenessMillis() {
    return network.delayMillisMax() + longestStopMillis;
  }

  /** The table of some node that a client reaches if it is newer than the one that it has. */
  SlotTable tableInReach(String client, SlotTable table) {
    List<Process> inReach =
        alive().stream()
            .filter(process -> network.connects(client, process.name().value()))
            .filter(process -> !process.isStopped())
            .toList();
    if (inReach.isEmpty()) {
      return table;
    }
    SlotTable other = inReach.get(random.nextInt(inReach.size())).table();
    return other.isNewerThan(table) ? other : table;
  }

  LiveSet liveOf(Process viewer) {
    List<Process> seen = new ArrayList<>(alive());
    seen.removeIf(
        process ->
            process != viewer
                && (process.seemsDead(SEEMS_DEAD_MILLIS)
                    || !network.connects(viewer.name(), process.name())));
    seen.sort(Comparator.comparing(joined::get));
    return new LiveSet(seen.stream().map(World::member).toList());
  }

  private static Member member(Process process) {
    return new Member(process.name(), Role.CACHE, process.incarnation().id(), 0, 0, DoorPorts.NONE);
  }

  /** Sends what is for one of the other's event loops, or for the ear. */
  void send(NodeName from, NodeName to, int loop, NodeMessage message) {
    network.send(from.value(), to.value(), () -> deliver(to, loop, message));
  }

  private void deliver(NodeName to, int loop, NodeMessage message) {

    if (ear != null && message instanceof Events events) {
      ear.on(events);
    } else {
      at(to).ifPresent(process -> process.on(loop, message));
    }
  }

  /** Somebody listens to all changes from now on. */
  void listen() {
    ear = new Ear(this);
  }

  /** A client is told this, which was asked first at that time. */
  void told(Bytes key, Told told, long begunMillis) {
    if (ear != null) {
      ear.onTold(key, told.reply(), begunMillis, told.atMillis());
    }
  }

  /** Who listens, or null. */
  @Nullable Ear ear() {
    return ear;
  }

  /** Whether who listens has heard all that somebody was told, or nobody listens. */
  boolean isHeard() {
    return ear == null || ear.isDone();
  }
}
