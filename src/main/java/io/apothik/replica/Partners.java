package io.apothik.replica;

import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that have copies of the slots of which this one has some, itself included. It is told
 * what changes, and counts: a table changes few slots, and slots that pass wait for who installs
 * it.
 */
final class Partners {
  private final Map<Integer, SlotOwners> shared = new HashMap<>();
  private final Map<NodeName, Integer> slots = new HashMap<>();

  /** This node has a copy of the slot beside others of these owners; of none if they are null. */
  void put(int slot, @Nullable SlotOwners owners) {
    SlotOwners before = owners == null ? shared.remove(slot) : shared.put(slot, owners);
    if (before != null) {
      before.copies().forEach(this::remove);
    }
    if (owners != null) {
      owners.copies().forEach(copy -> slots.merge(copy.node(), 1, Integer::sum));
    }
  }

  private void remove(Copy copy) {
    slots.computeIfPresent(copy.node(), (node, count) -> count == 1 ? null : count - 1);
  }

  void clear() {
    shared.clear();
    slots.clear();
  }

  Set<NodeName> nodes() {
    return Set.copyOf(slots.keySet());
  }
}
