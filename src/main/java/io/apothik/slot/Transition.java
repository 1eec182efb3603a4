package io.apothik.slot;

import io.apothik.slot.Survivors.Remnant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The next step from what is left of each slot to who should hold it. Once all that should hold it
 * are in sync they take over, all at once, and other copies go; until then, those that are not
 * learn, and every copy in sync stays.
 */
final class Transition {
  private final long epoch;
  private final List<Remnant> remnants;
  private final IdentityHashMap<Remnant, Map<List<Integer>, SlotOwners>> known =
      new IdentityHashMap<>();
  private final Map<SlotOwners, SlotOwners> shared = new HashMap<>();
  private final Map<NodeName, Copy> newCopies = new HashMap<>();

  /**
   * @param before the table from which the step goes
   * @param remnants what is left of each of its slots
   */
  Transition(SlotTable before, List<Remnant> remnants) {
    this.epoch = before.epoch() + 1;
    this.remnants = remnants;
    Set<SlotOwners> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (SlotOwners owners : before.allOwners()) {
      if (seen.add(owners)) {
        shared.putIfAbsent(owners, owners);
      }
    }
  }

  /**
   * The owners of every slot in the next table; slots with equal owners share them.
   *
   * @param nodes the names of the layout's nodes
   */
  List<SlotOwners> towards(Layout layout, List<NodeName> nodes) {
    List<SlotOwners> owners = new ArrayList<>(remnants.size());
    for (int slot = 0; slot < remnants.size(); slot++) {
      Remnant remnant = remnants.get(slot);
      owners.add(
          known
              .computeIfAbsent(remnant, same -> new HashMap<>())
              .computeIfAbsent(
                  layout.row(slot), row -> next(remnant, row.stream().map(nodes::get).toList())));
    }
    return owners;
  }

  /**
   * @param desired who should hold the slot, the primary first
   */
  private SlotOwners next(Remnant remnant, List<NodeName> desired) {
    SlotOwners next;
    if (remnant.isNothing()) {
      next = founded(desired);
    } else if (desired.stream().allMatch(node -> isOn(node, remnant.inSync()))) {
      next = settled(remnant, desired);
    } else {
      next = waiting(remnant, desired);
    }
    return shared.computeIfAbsent(next, same -> same);
  }

  private SlotOwners founded(List<NodeName> desired) {
    List<Copy> copies = desired.stream().map(this::newCopy).toList();
    return new SlotOwners(copies.get(0), List.of(), copies.subList(1, copies.size()), epoch);
  }

  private SlotOwners settled(Remnant remnant, List<NodeName> desired) {
    List<Copy> staying =
        remnant.inSync().stream().filter(copy -> desired.contains(copy.node())).toList();
    return ledBy(on(desired.get(0), staying), staying, List.of(), remnant);
  }

  private SlotOwners waiting(Remnant remnant, List<NodeName> desired) {
    List<Copy> learners = new ArrayList<>(remnant.learners());
    learners.removeIf(copy -> !desired.contains(copy.node()));
    desired.stream()
        .filter(node -> !isOn(node, remnant.inSync()) && !isOn(node, learners))
        .toList()
        .forEach(node -> learners.add(newCopy(node)));
    // Whoever serves goes on until all are there, so that the primary changes once at most.
    Copy primary = remnant.hasPrimary() ? remnant.inSync().get(0) : heir(remnant, desired);
    return ledBy(primary, remnant.inSync(), learners, remnant);
  }

  /** The first in sync of those that should hold the slot, or else of all. */
  private static Copy heir(Remnant remnant, List<NodeName> desired) {
    return desired.stream()
        .filter(node -> isOn(node, remnant.inSync()))
        .findFirst()
        .map(node -> on(node, remnant.inSync()))
        .orElse(remnant.inSync().get(0));
  }

  private SlotOwners ledBy(Copy primary, List<Copy> inSync, List<Copy> learners, Remnant remnant) {
    List<Copy> backups = inSync.stream().filter(copy -> !copy.equals(primary)).toList();
    boolean goesOn = remnant.hasPrimary() && primary.equals(remnant.inSync().get(0));
    return new SlotOwners(primary, backups, learners, goesOn ? remnant.term() : epoch);
  }

  private Copy newCopy(NodeName node) {
    return newCopies.computeIfAbsent(node, same -> new Copy(node, epoch));
  }

  private static Copy on(NodeName node, List<Copy> copies) {
    return copies.stream().filter(copy -> copy.node().equals(node)).findFirst().orElseThrow();
  }

  private static boolean isOn(NodeName node, List<Copy> copies) {
    return copies.stream().anyMatch(copy -> copy.node().equals(node));
  }
}
