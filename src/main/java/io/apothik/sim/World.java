package io.apothik.sim;

import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
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
import java.util.function.Consumer;

/**
 * All processes, and who believes whom to be there: each hears of a change at a time of its own,
 * and of a process that stands still only after a while.
 */
final class World {
  /** Is shown what clients are told, but for what may be stale. */
  interface Witness {
    /** It was asked first at the one time, and told at the other. */
    void onTold(Bytes key, Reply reply, long begunMillis, long toldMillis);
  }

  final Timeline timeline = new Timeline();
  final Random random;
  final Network network;
  final Laws laws;
  final Journal journal = new Journal(timeline);
  private final Conditions conditions;
  private final Trace trace;
  private final Map<NodeName, Process> processes =
      new TreeMap<>(Comparator.comparing(NodeName::value));
  private final Map<Process, Long> joined = new HashMap<>();
  private final Map<NodeName, Consumer<NodeMessage>> guests = new HashMap<>();
  private Witness witness = (key, reply, begunMillis, toldMillis) -> {};
  private long joins;
  private long longestStopMillis;

  /**
   * @param random where all chance comes from, made from a seed
   */
  World(Random random, Conditions conditions, Network.Quality quality, Trace trace) {
    this.random = random;
    this.conditions = conditions;
    this.trace = trace;
    this.network = new Network(timeline, random, quality);
    this.laws = new Laws(timeline, conditions.together());
  }

  /** Whether it is worth while to say in words what is costly to say. */
  boolean isTraced() {
    return trace != Trace.NONE;
  }

  void note(String what) {
    trace.note(timeline.nowMillis(), what);
  }

  Conditions conditions() {
    return conditions;
  }

  Settings settings() {
    return conditions.settings();
  }

  int slotCount() {
    return conditions.slotCount();
  }

  /** Starts a process of that name, in the place of one that is gone. */
  Process start(NodeName name) {
    Process process = new Process(this, name, ++joins);
    if (!alive().isEmpty()) {
      process.core().joinedOthers();
    }
    note("start " + process.incarnation());
    processes.put(name, process);
    joined.put(process, joins);
    membersChanged();
    return process;
  }

  /** Somebody who is no cache node gets what is sent to that name. */
  void connect(NodeName guest, Consumer<NodeMessage> receiver) {
    guests.put(guest, receiver);
  }

  /** From now on that one is shown what clients are told. */
  void show(Witness toWhom) {
    witness = toWhom;
  }

  Witness witness() {
    return witness;
  }

  Optional<Process> at(NodeName name) {
    return Optional.ofNullable(processes.get(name)).filter(Process::isAlive);
  }

  boolean isAlive(Incarnation incarnation) {
    return at(incarnation.node()).filter(p -> p.incarnation().equals(incarnation)).isPresent();
  }

  List<Process> alive() {
    List<Process> alive = new ArrayList<>(processes.size());
    for (Process process : processes.values()) {
      if (process.isAlive()) {
        alive.add(process);
      }
    }
    return alive;
  }

  /** Everybody hears of what changed, each in its time. */
  void membersChanged() {
    for (Process process : alive()) {
      timeline.in(1 + random.nextInt(conditions.noticeMillisMax()), process::look);
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
    timeline.in(conditions.stopNoticeMillis(), this::membersChanged);
    timeline.in(
        millis,
        () -> {
          if (process.isAlive() && millis > conditions.stopNoticeMillis()) {
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
    return liveOf(viewer.name().value());
  }

  /** Who seems to be there, to a process or a client of that name. */
  LiveSet liveOf(String viewer) {
    return new LiveSet(
        alive().stream()
            .filter(process -> process.name().value().equals(viewer) || isSeen(viewer, process))
            .sorted(Comparator.comparing(joined::get))
            .map(World::member)
            .toList());
  }

  private boolean isSeen(String viewer, Process process) {
    boolean cutOff = !network.connects(viewer, process.name().value());
    return !process.seemsDead(conditions.stopNoticeMillis())
        && !(cutOff && network.isCutSince(conditions.cutNoticeMillis()));
  }

  private static Member member(Process process) {
    return new Member(process.name(), Role.CACHE, process.incarnation().id(), 0, 0, DoorPorts.NONE);
  }

  /** Sends what is for one of the other's event loops, or for a guest. */
  void send(NodeName from, NodeName to, int loop, NodeMessage message) {
    network.send(from.value(), to.value(), () -> deliver(to, loop, message));
  }

  private void deliver(NodeName to, int loop, NodeMessage message) {
    Consumer<NodeMessage> guest = guests.get(to);
    if (guest != null) {
      guest.accept(message);
    } else {
      at(to).ifPresent(process -> process.on(loop, message));
    }
  }
}
