package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.PlannerLaws;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Replicas, a coordinator, callers, and a network that drops, delays and reorders what they say,
 * all in one thread and from one seed.
 */
final class Simulation {
  private static final int TROUBLE_MILLIS = 12_000;
  private static final int SETTLE_MILLIS_MAX = 120_000;
  private static final int NODES_MAX = 8;
  private static final int KEYS = 150;

  private final Random random;
  private final Cluster cluster;
  private final int slotCount;
  private final boolean deadly;
  private final Oracle oracle;
  private final CoordinatorLoop coordinator;
  private final Caller caller;
  private final List<Bytes> keys =
      IntStream.range(0, KEYS).mapToObj(i -> Bytes.utf8("k_1_" + i)).toList();

  private int joins;
  private boolean calm;

  Simulation(long seed) {
    random = new Random(seed);
    slotCount = List.of(8, 64, 300, 1_000).get(random.nextInt(4));
    deadly = random.nextBoolean();
    cluster = new Cluster(random);
    oracle = new Oracle(keys, slotCount);
    coordinator = new CoordinatorLoop(cluster, slotCount, this::onLoss);
    caller = new Caller(cluster, coordinator, oracle, keys);
  }

  /** Lives through the trouble, then on the same bad network until everything is settled. */
  void run() {
    join();
    cluster.timeline.in(1, this::call);
    cluster.timeline.in(1, this::disturb);
    while (cluster.timeline.nowMillis() < TROUBLE_MILLIS) {
      step();
    }
    calm = true;
    while (!isSettled()) {
      assertThat(cluster.timeline.nowMillis())
          .as("settling at %s", coordinator.table())
          .isLessThan(TROUBLE_MILLIS + SETTLE_MILLIS_MAX);
      step();
    }
    checkTheEnd();
  }

  private void step() {
    cluster.timeline.step();
    checkOneServes(random.nextInt(slotCount));
  }

  private void call() {
    if (!calm) {
      caller.act();
      cluster.timeline.in(1 + random.nextInt(20), this::call);
    }
  }

  private void disturb() {
    if (!calm) {
      int dice = random.nextInt(10);
      if (dice < 5) {
        join();
      } else if (dice < 8) {
        leave();
      } else if (deadly) {
        kill();
      }
      cluster.timeline.in(1 + random.nextInt(1_500), this::disturb);
    }
  }

  private void join() {
    NodeName name = nextName();
    if (cluster.running().size() < NODES_MAX && coordinator.hasForgotten(name)) {
      coordinator.onStarted(cluster.start(name, coordinator));
    }
  }

  /** A name that was never used, or one that was. */
  private NodeName nextName() {
    int number = joins > 0 && random.nextInt(3) == 0 ? 1 + random.nextInt(joins) : ++joins;
    return NodeName.numbered(number, "h");
  }

  private void leave() {
    CacheProcess process = cluster.any();
    if (staying() > 1 && !process.isLeaving()) {
      process.leave();
    }
  }

  private void kill() {
    CacheProcess process = cluster.any();
    if (staying() > 1) {
      cluster.end(process.name());
      coordinator.onGone(process.name());
    }
  }

  private long staying() {
    return cluster.running().stream().filter(process -> !process.isLeaving()).count();
  }

  private void onLoss(SlotSet slots) {
    assertThat(deadly).as("%s lost although nobody died", slots).isTrue();
    oracle.onLoss(slots);
  }

  private boolean isSettled() {
    SlotTable table = coordinator.table();
    List<NodeName> holders = coordinator.staying();
    return coordinator.isSettled()
        && caller.isIdle()
        && coordinator.live().size() == cluster.running().size()
        && cluster.running().stream()
            .allMatch(process -> !process.isLeaving() || holders.contains(process.name()))
        && cluster.running().stream().allMatch(process -> process.table().equals(table))
        && holders.containsAll(table.nodes());
  }

  private void checkOneServes(int slot) {
    List<NodeName> serving =
        cluster.running().stream()
            .filter(process -> serves(process, slot))
            .map(CacheProcess::name)
            .toList();
    assertThat(serving).as("nodes that serve slot %d", slot).hasSizeLessThanOrEqualTo(1);
  }

  private boolean serves(CacheProcess process, int slot) {
    if (!process.table().isEmpty()
        && !process.table().owners(slot).primary().equals(process.name())) {
      return false;
    }
    KeyRequest probe = KeyRequest.exists(keys.get(0));
    return process.on(new SlotRequest(process.table().epoch(), slot, probe))
        instanceof Reply.Presence;
  }

  private void checkTheEnd() {
    SlotTable table = coordinator.table();
    PlannerLaws.assertSettled(table);
    PlannerLaws.assertBalanced(table, coordinator.staying());
    long found = keys.stream().filter(this::isFound).count();
    assertThat(cluster.running().stream().mapToLong(CacheProcess::entries).sum()).isEqualTo(found);
    assertThat(oracle.checkedReads()).isPositive();
  }

  private boolean isFound(Bytes key) {
    int slot = Placement.SLOTS.slotOf(key, slotCount);
    SlotRequest get = new SlotRequest(coordinator.table().epoch(), slot, KeyRequest.get(key));
    NodeName owner = coordinator.table().owners(slot).primary();
    Reply reply = cluster.at(owner).orElseThrow().on(get);
    assertThat(reply).isInstanceOf(Reply.Value.class);
    Reply.Value value = (Reply.Value) reply;
    oracle.onRead(key, value.value(), oracle.losses(key));
    return value.value().isPresent();
  }

  @Override
  public String toString() {
    return "%d slots, %s, %d ms, %d reads checked, %s"
        .formatted(
            slotCount,
            deadly ? "nodes die" : "nobody dies",
            cluster.timeline.nowMillis(),
            oracle.checkedReads(),
            coordinator.table());
  }
}
