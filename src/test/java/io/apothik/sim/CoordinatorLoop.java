package io.apothik.sim;

import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planner;
import io.apothik.slot.PlannerLaws;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Plans table after table from what it hears, and shows the newest to every process. */
final class CoordinatorLoop {
  private static final int ANNOUNCE_MILLIS = 300;
  private static final int PLAN_MILLIS_MAX = 60;
  private static final int JOIN_MILLIS_MAX = 500;
  private static final int NOTICE_MILLIS_MAX = 1_200;

  private final Cluster cluster;
  private final Planner planner;
  private final Consumer<SlotSet> onLoss;
  private final Set<NodeName> known = new HashSet<>();
  private final List<NodeName> live = new ArrayList<>();
  private final Set<NodeName> leaving = new HashSet<>();
  private final List<HandedOver> handedOver = new ArrayList<>();
  private SlotTable table = SlotTable.NONE;
  private boolean planDue;

  /**
   * @param onLoss hears of the slots whose primary is gone, before they get another
   */
  CoordinatorLoop(Cluster cluster, int slotCount, Consumer<SlotSet> onLoss) {
    this.cluster = cluster;
    this.planner = new Planner(slotCount);
    this.onLoss = onLoss;
    cluster.timeline.in(ANNOUNCE_MILLIS, this::announceAgain);
  }

  SlotTable table() {
    return table;
  }

  List<NodeName> live() {
    return List.copyOf(live);
  }

  /** The nodes that are to hold slots. */
  List<NodeName> staying() {
    return PlannerLaws.staying(live, leaving);
  }

  /** Whether a process with this name would be a new node to everybody. */
  boolean hasForgotten(NodeName name) {
    return !known.contains(name) && !table.nodes().contains(name);
  }

  boolean isSettled() {
    return !planDue && table.moving() == 0;
  }

  /** A process started; it takes a while until it is in the cluster. */
  void onStarted(CacheProcess process) {
    known.add(process.name());
    cluster.timeline.in(cluster.random.nextInt(JOIN_MILLIS_MAX), () -> join(process));
  }

  private void join(CacheProcess process) {
    if (process.isRunning()) {
      live.add(process.name());
      planSoon();
    }
  }

  /** The process ended, cleanly or not; it takes a while until that is noticed. */
  void onGone(NodeName name) {
    cluster.timeline.in(
        1 + cluster.random.nextInt(NOTICE_MILLIS_MAX),
        () -> {
          known.remove(name);
          live.remove(name);
          leaving.remove(name);
          planSoon();
        });
  }

  void onLeaving(NodeName name) {
    if (live.contains(name) && leaving.add(name)) {
      planSoon();
    }
  }

  void onHandedOver(HandedOver done) {
    handedOver.add(done);
    planSoon();
  }

  private void planSoon() {
    if (!planDue) {
      planDue = true;
      cluster.timeline.in(cluster.random.nextInt(PLAN_MILLIS_MAX), this::plan);
    }
  }

  private void plan() {
    planDue = false;
    SlotSet lost = table.slotsWhere(owners -> !live.contains(owners.primary()));
    if (!lost.isEmpty() && !live.isEmpty()) {
      onLoss.accept(lost);
    }
    SlotTable next = planner.plan(table, live, leaving, handedOver);
    PlannerLaws.assertFollows(table, next, live, leaving, handedOver);
    handedOver.clear();
    if (!next.equals(table)) {
      table = next;
      announce();
    }
  }

  private void announce() {
    SlotTable announced = table;
    for (CacheProcess process : List.copyOf(cluster.running())) {
      cluster.network.send(() -> process.install(announced));
    }
  }

  private void announceAgain() {
    announce();
    cluster.timeline.in(ANNOUNCE_MILLIS, this::announceAgain);
  }
}
