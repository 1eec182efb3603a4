package io.apothik.slot;

import io.apothik.slot.Layout.Existing;
import io.apothik.slot.Survivors.Remnant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The next step from what is left of each slot to who should hold it. Once all that should hold it
 * are in sync they take over, all at once, and other copies go; until then, those that are not
 * learn, and every copy in sync stays.
 */
final class Transition {
  private final SlotTable before;
  private final long epoch;
  private final Remnant[] remnants;
  private final List<NodeName> nodes;
  private final Copy[] newCopies;
  private final Map<Step, SlotOwners> known = new HashMap<>();
  private final Map<SlotOwners, SlotOwners> shared = new HashMap<>();

  /** What is left of a slot, and who should hold it. */
  private static final class Step {
    private final Remnant remnant;
    private final int[] row;

    Step(Remnant remnant, int[] row) {
      this.remnant = remnant;
      this.row = row;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // Slots of which the same is left share it.
    public boolean equals(@Nullable Object other) {
      return other instanceof Step that && remnant == that.remnant && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(remnant) + Arrays.hashCode(row);
    }
  }

  /**
   * @param before the table from which the step goes
   * @param remnants what is left of each of its slots
   * @param nodes the names of the layout's nodes
   */
  Transition(SlotTable before, Remnant[] remnants, List<NodeName> nodes) {
    this.before = before;
    this.epoch = before.epoch() + 1;
    this.remnants = remnants;
    this.nodes = nodes;
    this.newCopies = new Copy[nodes.size()];
    Arrays.setAll(newCopies, node -> new Copy(nodes.get(node), epoch));
  }

  /** The owners of every slot in the next table; slots with equal owners share them. */
  List<SlotOwners> towards(Layout layout) {
    SlotOwners[] owners = new SlotOwners[remnants.length];
    for (int slot = 0; slot < owners.length; slot++) {
      SlotOwners same = remnants[slot].whole();
      owners[slot] =
          same != null && staysAsItIs(remnants[slot], layout.row(slot))
              ? same
              : next(remnants[slot], layout.row(slot));
    }
    return Arrays.asList(owners);
  }

  /** Whether the next step of a slot of which all is left is none. */
  private static boolean staysAsItIs(Remnant remnant, int[] row) {
    Existing existing = remnant.existing();
    int learners = remnant.learners().size();
    if (existing.nodes().length != remnant.inSync().size() + learners) {
      return false;
    }
    int learning = 0;
    for (int node : row) {
      if (!existing.has(node)) {
        return false;
      }
      learning += existing.isLearner(node) ? 1 : 0;
    }
    return learning == learners
        && (learners > 0
            || (existing.nodes().length == row.length && existing.nodes()[0] == row[0]));
  }

  private SlotOwners next(Remnant remnant, int[] row) {
    Step step = new Step(remnant, row);
    SlotOwners next = known.get(step);
    if (next == null) {
      next = share(make(remnant, row));
      known.put(step, next);
    }
    return next;
  }

  private SlotOwners share(SlotOwners next) {
    if (shared.isEmpty()) {
      Set<SlotOwners> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (int slot = 0; slot < before.slotCount(); slot++) {
        SlotOwners owners = before.owners(slot);
        if (seen.add(owners)) {
          shared.putIfAbsent(owners, owners);
        }
      }
    }
    SlotOwners same = shared.putIfAbsent(next, next);
    return same == null ? next : same;
  }

  private SlotOwners make(Remnant remnant, int[] row) {
    if (remnant.isNothing()) {
      return founded(row);
    }
    for (int node : row) {
      if (!remnant.existing().hasInSync(node)) {
        return waiting(remnant, row);
      }
    }
    return settled(remnant, row);
  }

  /** Before the first table nothing was written, so all its copies are in sync. */
  private SlotOwners founded(int[] row) {
    Copy primary = newCopies[row[0]];
    List<Copy> others = new ArrayList<>(row.length);
    for (int place = 1; place < row.length; place++) {
      others.add(newCopies[row[place]]);
    }
    return before.isEmpty()
        ? new SlotOwners(primary, others, List.of(), epoch)
        : new SlotOwners(primary, List.of(), others, epoch);
  }

  private SlotOwners settled(Remnant remnant, int[] row) {
    return ledBy(on(row[0], remnant), among(row, remnant.inSync()), List.of(), remnant);
  }

  private SlotOwners waiting(Remnant remnant, int[] row) {
    List<Copy> learners = among(row, remnant.learners());
    for (int node : row) {
      if (!remnant.existing().has(node)) {
        learners.add(newCopies[node]);
      }
    }
    // Whoever serves goes on until all are there, so that the primary changes once at most.
    Copy primary = remnant.hasPrimary() ? remnant.inSync().get(0) : heir(remnant, row);
    return ledBy(primary, remnant.inSync(), learners, remnant);
  }

  /** The first in sync of those that should hold the slot, or else of all. */
  private Copy heir(Remnant remnant, int[] row) {
    for (int node : row) {
      if (remnant.existing().hasInSync(node)) {
        return on(node, remnant);
      }
    }
    return remnant.inSync().get(0);
  }

  private SlotOwners ledBy(Copy primary, List<Copy> inSync, List<Copy> learners, Remnant remnant) {
    List<Copy> backups = new ArrayList<>(inSync.size());
    for (Copy copy : inSync) {
      if (!copy.equals(primary)) {
        backups.add(copy);
      }
    }
    boolean goesOn = remnant.hasPrimary() && primary.equals(remnant.inSync().get(0));
    return new SlotOwners(primary, backups, learners, goesOn ? remnant.term() : epoch);
  }

  /** The node's copy, which is in sync. */
  private Copy on(int node, Remnant remnant) {
    for (Copy copy : remnant.inSync()) {
      if (copy.node().equals(nodes.get(node))) {
        return copy;
      }
    }
    throw new AssertionError("%s is not among %s".formatted(nodes.get(node), remnant));
  }

  /** Those of the copies whose nodes should hold the slot. */
  private List<Copy> among(int[] row, List<Copy> copies) {
    List<Copy> among = new ArrayList<>(row.length);
    for (Copy copy : copies) {
      for (int node : row) {
        if (copy.node().equals(nodes.get(node))) {
          among.add(copy);
        }
      }
    }
    return among;
  }
}
