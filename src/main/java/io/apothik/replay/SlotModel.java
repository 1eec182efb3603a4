package io.apothik.replay;

import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Planner;
import io.apothik.slot.Situation;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.apothik.slot.SyncReport;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A cluster with a slot table, planned as real ones are, with a backup of each slot. No time passes
 * in it: whatever has to move has moved when a method returns.
 */
final class SlotModel implements Model {
  private static final int BACKUPS = 1;

  private static final int[] SLOTS =
      IntStream.range(0, Keys.COUNT)
          .map(key -> Placement.SLOTS.slotOf(Keys.at(key), Placement.Slots.COUNT))
          .toArray();

  /** From whom to whom a slot is copied. */
  private record Edge(NodeName primary, NodeName learner) {}

  private final Planner planner = new Planner(Placement.Slots.COUNT, BACKUPS);
  private final List<Incarnation> live = new ArrayList<>();
  private final Map<NodeName, BitSet> held = new HashMap<>();
  private SlotTable table = SlotTable.NONE;
  private int processes;
  private int copied;

  /** An empty one. */
  SlotModel(List<NodeName> nodes) {
    nodes.forEach(this::begin);
    settle();
  }

  private void begin(NodeName node) {
    processes++;
    live.add(new Incarnation(node, Integer.toString(processes)));
    held.put(node, new BitSet(Keys.COUNT));
  }

  @Override
  public void fill() {
    for (int key = 0; key < Keys.COUNT; key++) {
      for (NodeName node : homes(key)) {
        keysOf(node).set(key);
      }
    }
  }

  @Override
  public void kill(NodeName node) {
    live.removeIf(process -> process.node().equals(node));
    held.remove(node);
    settle();
  }

  @Override
  public void join(NodeName node) {
    begin(node);
    settle();
  }

  /** Follows the plans until there is nothing more to do. */
  private void settle() {
    SlotTable next = planner.plan(table, Situation.of(live));
    while (next.isNewerThan(table)) {
      table = next;
      dropWhatIsNotNamed();
      next = planner.plan(table, Situation.of(live).withComplete(fillLearners()));
    }
  }

  private void dropWhatIsNotNamed() {
    held.forEach(
        (node, keys) -> {
          for (int key = keys.nextSetBit(0); key >= 0; key = keys.nextSetBit(key + 1)) {
            if (table.owners(SLOTS[key]).copyOf(node).isEmpty()) {
              keys.clear(key);
            }
          }
        });
  }

  private List<SyncReport> fillLearners() {
    for (int key = 0; key < Keys.COUNT; key++) {
      SlotOwners owners = table.owners(SLOTS[key]);
      if (holds(owners.primary().node(), key)) {
        for (Copy learner : owners.learners()) {
          keysOf(learner.node()).set(key);
          copied++;
        }
      }
    }
    Map<Edge, SlotSet.Builder> complete = new HashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      for (Copy learner : owners.learners()) {
        complete
            .computeIfAbsent(
                new Edge(owners.primary().node(), learner.node()), edge -> new SlotSet.Builder())
            .add(slot);
      }
    }
    List<SyncReport> reports = new ArrayList<>();
    complete.forEach(
        (edge, slots) ->
            reports.add(
                new SyncReport(table.epoch(), edge.primary(), edge.learner(), slots.build())));
    return reports;
  }

  private BitSet keysOf(NodeName node) {
    BitSet keys = held.get(node);
    if (keys == null) {
      throw new IllegalStateException("%s has a copy, and is not there".formatted(node));
    }
    return keys;
  }

  @Override
  public List<NodeName> homes(int key) {
    return table.owners(SLOTS[key]).inSync().stream().map(Copy::node).toList();
  }

  @Override
  public boolean holds(NodeName node, int key) {
    BitSet keys = held.get(node);
    return keys != null && keys.get(key);
  }

  @Override
  public int copied() {
    return copied;
  }
}
