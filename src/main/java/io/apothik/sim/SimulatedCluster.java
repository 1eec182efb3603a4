package io.apothik.sim;

import io.apothik.core.Unanswered;
import io.apothik.message.Holdings;
import io.apothik.message.KeyRequest;
import io.apothik.message.KeyTrace;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import io.apothik.sim.Caller.Patience;
import io.apothik.sim.Laws.Followed;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A cluster of the real core in virtual time, for one thread: nothing happens but while time is
 * {@linkplain #advance advanced}, or a request {@linkplain #ask asked}, and the same calls after
 * the same seed have the same results. Its network is good as long as nobody says otherwise, and
 * members that are silent are missed after the time that {@code cluster.xml} says.
 *
 * <pre>{@code
 * SimulatedCluster cluster = new SimulatedCluster(42, Settings.DEFAULT, 16_384);
 * cluster.start(5);
 * cluster.ask(KeyRequest.put(Bytes.utf8("city"), Bytes.utf8("Paris")));
 * cluster.kill(NodeName.numbered(2, SimulatedCluster.HOST));
 * cluster.settle(30_000);
 * cluster.holdings().forEach((node, holds) -> …);
 * }</pre>
 */
public final class SimulatedCluster {
  /** The host part of its nodes' names. */
  public static final String HOST = "sim";

  /** After how long a node that is silent seems dead: cluster.xml, max.no.heartbeat.seconds. */
  public static final int SILENCE_MILLIS = 5_000;

  /** After how long members that were cut off find back: cluster.xml, merge.first.run.delay. */
  public static final int REJOIN_MILLIS = 5_000;

  /** A process that ends closes its connections. */
  private static final int NOTICE_MILLIS_MAX = 200;

  private static final double SKEW = 0.001;
  private static final long BYTES_PER_SECOND = 100_000_000;
  private static final int ATTEMPT_MILLIS = 1_000;
  private static final Patience PATIENCE =
      new Patience(ATTEMPT_MILLIS, Limits.TIMEOUT_MILLIS_DEFAULT, true);

  private final World world;
  private final Caller caller;
  private final List<Client> clients = new ArrayList<>();
  private int partitions;

  /** A cluster without nodes on a good network. */
  public SimulatedCluster(long seed, Settings settings, int slotCount) {
    this(seed, settings, slotCount, Trace.NONE);
  }

  /**
   * A cluster without nodes on a good network.
   *
   * @param trace is told what happens
   */
  public SimulatedCluster(long seed, Settings settings, int slotCount, Trace trace) {
    Conditions conditions =
        new Conditions(
            settings,
            slotCount,
            NOTICE_MILLIS_MAX,
            SILENCE_MILLIS,
            SILENCE_MILLIS,
            SKEW,
            random -> BYTES_PER_SECOND,
            false);
    AtomicLong series = new AtomicLong();
    world = new World(new Random(seed), conditions, Network.Quality.GOOD, trace);
    caller = new Caller(world, "master", new Unanswered(series::incrementAndGet), PATIENCE);
  }

  /** The time in milliseconds, which begins with 0. */
  public long nowMillis() {
    return world.timeline.nowMillis();
  }

  /** Lets something happen so much later, when time comes there. */
  public void in(long delayMillis, Runnable action) {
    world.timeline.in(delayMillis, action);
  }

  /** Lets so much time pass. */
  public void advance(long millis) {
    boolean[] over = new boolean[1];
    world.timeline.in(millis, () -> over[0] = true);
    while (!over[0]) {
      world.timeline.step();
    }
  }

  /** Lets time pass until something is so, or for so long; whether it is so then. */
  public boolean advanceUntil(BooleanSupplier condition, long millisMax) {
    long until = nowMillis() + millisMax;
    while (!condition.getAsBoolean() && nowMillis() < until) {
      world.timeline.step();
    }
    return condition.getAsBoolean();
  }

  /** Lets time pass until {@link #isSettled}, or for so long; whether it is settled then. */
  public boolean settle(long millisMax) {
    return advanceUntil(this::isSettled, millisMax);
  }

  /** Starts the nodes 1 to that number, of which the first waits for the others. */
  public void start(int nodes) {
    start(IntStream.rangeClosed(1, nodes).mapToObj(i -> NodeName.numbered(i, HOST)).toList());
  }

  /** Starts nodes, of which the first waits for the others. */
  public void start(List<NodeName> names) {
    names.forEach(name -> world.start(name).core().expect(names.size()));
  }

  /**
   * Starts a node, in the place of one that is gone or as another one.
   *
   * @throws IllegalArgumentException if it is there
   */
  public void start(NodeName name) {
    if (world.at(name).isPresent()) {
      throw new IllegalArgumentException(name + " is there");
    }
    world.start(name);
  }

  /** Ends a node at once, if it is there. */
  public void kill(NodeName name) {
    world.at(name).ifPresent(Process::crash);
    world.membersChanged();
  }

  /** Lets a node hand over what it has, and then go. */
  public void leave(NodeName name) {
    world.at(name).ifPresent(Process::leave);
  }

  /** A node does nothing for so long; what comes meanwhile waits. */
  public void pause(NodeName name, long millis) {
    world.at(name).ifPresent(process -> world.stop(process, millis));
  }

  /** From now on a node's clock runs so many times as fast as time. */
  public void runClock(NodeName name, double rate) {
    world.at(name).ifPresent(process -> process.runClock(rate));
  }

  /** All that two nodes send each other takes so much longer, for so long. */
  public void slow(NodeName one, NodeName other, int delayMillis, long millis) {
    world.network.slow(one, other, delayMillis, millis);
  }

  /**
   * Nothing gets from one side to another any more.
   *
   * @param sides the side of each node and client, by name; who is not named is on side 0
   */
  public void partition(Map<String, Integer> sides) {
    partitions++;
    world.network.partition(sides);
    world.timeline.in(SILENCE_MILLIS, world::membersChanged);
  }

  /**
   * Everything gets everywhere again: at once if nobody was missed yet, else when those that were
   * have found back, after {@link #REJOIN_MILLIS}, unless there is another partition by then.
   */
  public void heal() {
    if (world.network.isWhole() || !world.network.isCutSince(SILENCE_MILLIS)) {
      world.network.heal();
      return;
    }
    int healed = partitions;
    world.timeline.in(
        REJOIN_MILLIS,
        () -> {
          if (partitions == healed) {
            findBack();
          }
        });
  }

  private void findBack() {
    world.network.heal();
    world.alive().stream()
        .filter(process -> !process.table().isEmpty())
        .filter(process -> world.laws.newest().isNewerThan(process.table()))
        .forEach(world::rejoin);
    world.membersChanged();
  }

  /** An operator lets those that are left go on after a majority died. */
  public void recover() {
    world.alive().forEach(process -> process.on(0, new NodeMessage.Recover()));
  }

  /**
   * Asks through the master of a client process of the name {@code master}, and lets time pass
   * until there is a reply.
   */
  public Reply ask(KeyRequest request) {
    return ask(List.of(request)).get(0);
  }

  /** As {@link #ask(KeyRequest)}, for all at once; the replies are in the order of the requests. */
  public List<Reply> ask(List<KeyRequest> requests) {
    Reply[] replies = new Reply[requests.size()];
    int[] missing = {replies.length};
    for (int i = 0; i < replies.length; i++) {
      int place = i;
      caller.ask(
          requests.get(i),
          table -> {},
          told -> {
            replies[place] = told.reply();
            missing[0]--;
          });
    }
    while (missing[0] > 0) {
      world.timeline.step();
    }
    return List.of(replies);
  }

  /**
   * What a node's copy has of a key.
   *
   * @throws IllegalArgumentException if the node is not there
   */
  public KeyTrace trace(NodeName node, Bytes key) {
    return world
        .at(node)
        .orElseThrow(() -> new IllegalArgumentException(node + " is not there"))
        .trace(Placement.SLOTS.slotOf(key, world.slotCount()), key);
  }

  /** Another client, with a master of its own; what it asks and is told is in the journal. */
  public Client client(Client.Workload workload) {
    AtomicLong series = new AtomicLong((clients.size() + 1L) << 32);
    Client client =
        new Client(
            world, clients.size(), new Unanswered(series::incrementAndGet), workload, PATIENCE, 0);
    clients.add(client);
    return client;
  }

  /** What clients asked and were told. */
  public Journal journal() {
    return world.journal;
  }

  /** The newest table that anybody has who is there; without slots if nobody had one. */
  public SlotTable table() {
    return world.alive().stream()
        .map(Process::table)
        .reduce(SlotTable.NONE, (one, other) -> other.isNewerThan(one) ? other : one);
  }

  /** Every table that anybody installed, in the order in which the first did. */
  public List<Followed> tables() {
    return world.laws.tables();
  }

  /** Whether the node is there. */
  public boolean isAlive(NodeName name) {
    return world.at(name).isPresent();
  }

  /** The nodes that are there. */
  public List<NodeName> nodes() {
    return world.alive().stream().map(Process::name).toList();
  }

  /** What each node holds that is there. */
  public Map<NodeName, Holdings> holdings() {
    Map<NodeName, Holdings> holdings = new LinkedHashMap<>();
    world.alive().forEach(process -> holdings.put(process.name(), process.holdings()));
    return holdings;
  }

  /** Whether all who are there have one table that names them all, and no slot moves. */
  public boolean isSettled() {
    SlotTable table = table();
    List<Process> alive = world.alive();
    return !table.isEmpty()
        && alive.stream().noneMatch(process -> process.isStopped() || process.isLeaving())
        && alive.stream().allMatch(process -> Laws.areOne(process.table(), table))
        && table.members().size() == alive.size()
        && table.members().stream().allMatch(world::isAlive)
        && table.moving() == 0;
  }
}
