package io.apothik.scale;

import io.apothik.core.CacheNode;
import io.apothik.core.Loops;
import io.apothik.message.Effect;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.Settings;
import io.apothik.replica.Eviction;
import io.apothik.sim.Timeline;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.Provision;
import io.apothik.slot.Role;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import io.apothik.wire.MessageWire;
import io.vertx.core.buffer.Buffer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Any number of real cache nodes without data, on a network that loses nothing and takes {@link
 * #LATENCY_MILLIS} for each message, in simulated time. Messages are encoded and decoded as between
 * processes, so what is counted is what would travel; but each by itself, while nodes put together
 * what they say to the same one at one time.
 *
 * <p>Used by one thread.
 */
public final class LargeCluster {
  /** How long a message is on its way. */
  public static final int LATENCY_MILLIS = 1;

  private static final int PLAN_MILLIS = 1;
  private static final int TICK_MILLIS = 20;
  private static final int TELL_MILLIS = 100;
  private static final int LINGER_MILLIS = 200;
  private static final int SETTLE_MILLIS_MAX = 300_000;
  private static final long BYTES_PER_SECOND = 1L << 30;
  private static final int NODES_PER_HOST = 4;
  private static final int MESSAGE_BYTES_USUAL = 64;

  private final ThreadMXBean clock = ManagementFactory.getThreadMXBean();
  private final Timeline timeline = new Timeline();
  private final Meter meter = new Meter();
  private final Map<NodeName, Node> nodes = new LinkedHashMap<>();
  private final Settings settings;
  private final int slotCount;
  private LiveSet live = LiveSet.NONE;
  private int started;
  private boolean changed;

  /** A cluster without nodes, with so many slots. */
  public LargeCluster(Settings settings, int slotCount) {
    this.settings = settings;
    this.slotCount = slotCount;
  }

  /** One node: the real core, and when it is called. */
  private final class Node {
    private final Incarnation self;
    private final CacheNode core;
    private boolean leaving;

    Node(int number) {
      NodeName name = NodeName.numbered(number, "h" + number / NODES_PER_HOST);
      self = new Incarnation(name, "i" + number);
      core =
          new CacheNode(
              self,
              settings,
              slotCount,
              () -> Eviction.NONE,
              (long) number << 20,
              new Provision(new Tuning(settings.backups(), 0, BYTES_PER_SECOND), 1L << 30),
              Loops.one(this::perform));
    }

    boolean isThere() {
      return nodes.get(self.node()) == this;
    }

    void run(Runnable action) {
      if (isThere()) {
        long begin = clock.getCurrentThreadCpuTime();
        action.run();
        meter.spent(self.node(), clock.getCurrentThreadCpuTime() - begin);
      }
    }

    void tick() {
      run(() -> core.tick(timeline.nowMillis()));
      if (isThere()) {
        timeline.in(TICK_MILLIS, this::tick);
      }
    }

    private void take(Buffer bytes) {
      run(
          () ->
              core.on(
                  (NodeMessage) MessageWire.decode(bytes, 0, bytes.length()),
                  timeline.nowMillis()));
    }

    private void perform(Effect effect) {
      if (effect instanceof Effect.Send send) {
        send(send.to(), send.message());
      } else if (effect instanceof Effect.Install install) {
        changed = true;
        meter.installed(install.table());
      } else if (effect instanceof Effect.Plan plan) {
        timeline.in(PLAN_MILLIS, () -> plan(plan.planning()));
      }
    }

    private void plan(Planning planning) {
      run(() -> core.onPlanned(planning, planning.plan(), timeline.nowMillis()));
    }

    private void send(NodeName to, NodeMessage message) {
      Buffer bytes = Buffer.buffer(MESSAGE_BYTES_USUAL);
      MessageWire.encode(bytes, message);
      meter.sent(message, bytes.length());
      Node receiver = nodes.get(to);
      if (receiver != null) {
        timeline.in(LATENCY_MILLIS, () -> receiver.take(bytes));
      }
    }

    /** As a node does that is asked to leave. */
    void goOnLeaving() {
      if (!core.table().isMember(self)) {
        timeline.in(LINGER_MILLIS, () -> end(this));
        return;
      }
      NodeName coordinator = live.coordinator().orElseThrow();
      run(() -> send(coordinator, new Leaving(self, false)));
      timeline.in(TELL_MILLIS, this::goOnLeaving);
    }
  }

  /** So many nodes begin a cluster; what that costs until it is settled. */
  public Cost found(int count) {
    for (int i = 0; i < count; i++) {
      start().core.expect(count);
    }
    membersChanged();
    return settle();
  }

  /** Another node joins; what that costs until it holds its share. */
  public Cost join() {
    start().core.joinedOthers();
    membersChanged();
    return settle();
  }

  /** A node hands over what it has and goes; what that costs until all are rid of it. */
  public Cost leave() {
    Node leaver = middle();
    leaver.leaving = true;
    leaver.goOnLeaving();
    return settle();
  }

  /**
   * A node dies; what that costs from when the others notice until each slot has its copies again.
   */
  public Cost crash() {
    end(middle());
    return settle();
  }

  /** What so much time costs in which nothing happens, after as much in which the last ends. */
  public Cost idle(long millis) {
    pass(millis);
    meter.read(timeline.nowMillis());
    pass(millis);
    return meter.read(timeline.nowMillis());
  }

  private void pass(long millis) {
    long until = timeline.nowMillis() + millis;
    timeline.in(millis, () -> {});
    while (timeline.nowMillis() < until) {
      timeline.step();
    }
  }

  private Node start() {
    Node node = new Node(++started);
    nodes.put(node.self.node(), node);
    // So that they do not all act at the same moments.
    timeline.in(started % TICK_MILLIS, node::tick);
    return node;
  }

  /** Neither the coordinator nor the youngest. */
  private Node middle() {
    return nodes.values().stream().skip(nodes.size() / 2).findFirst().orElseThrow();
  }

  private void end(Node node) {
    nodes.remove(node.self.node());
    membersChanged();
  }

  /** All hear of it within one tick. */
  private void membersChanged() {
    changed = true;
    live = new LiveSet(nodes.values().stream().map(LargeCluster::member).toList());
    LiveSet seen = live;
    int delay = 0;
    for (Node node : nodes.values()) {
      timeline.in(
          1 + delay++ % TICK_MILLIS,
          () -> node.run(() -> node.core.onLive(seen, timeline.nowMillis())));
    }
  }

  private static Member member(Node node) {
    return new Member(node.self.node(), Role.CACHE, node.self.id(), 0, 0, DoorPorts.NONE);
  }

  private Cost settle() {
    long until = timeline.nowMillis() + SETTLE_MILLIS_MAX;
    while (!changed || !isSettled()) {
      changed = false;
      if (timeline.nowMillis() > until) {
        throw new IllegalStateException("not settled: " + meter.newest());
      }
      timeline.step();
    }
    return meter.read(timeline.nowMillis());
  }

  /** Whether all nodes, and no others, are in the table that all of them have, with all copies. */
  public boolean isSettled() {
    SlotTable table = meter.newest();
    int backups = Math.min(settings.backups(), nodes.size() - 1);
    return table.members().size() == nodes.size()
        && table.moving() == 0
        && nodes.values().stream().allMatch(node -> isSettled(node, table))
        && table.allOwners().stream().allMatch(owners -> owners.backups().size() == backups);
  }

  private static boolean isSettled(Node node, SlotTable table) {
    return !node.leaving
        && node.core.table().epoch() == table.epoch()
        && node.core.table().lineage() == table.lineage()
        && table.isMember(node.self);
  }

  /** The newest table. */
  public SlotTable table() {
    return meter.newest();
  }
}
