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
  private final BySlot<SlotOwners> shared = new BySlot<>();
  private final Map<NodeName, Integer> slots = new HashMap<>();

  /** This node has a copy of the slot beside others of these owners; of none if they are null. */
  void put(int slot, @Nullable SlotOwners owners) {
    SlotOwners before = shared.get(slot);
    if (before != null) {
      count(before, -1);
      shared.remove(slot);
    }
    if (owners != null) {
      count(owners, 1);
      shared.put(slot, owners);
    }
  }

  private void count(SlotOwners owners, int by) {
    count(owners.primary(), by);
    for (Copy backup : owners.backups()) {
      count(backup, by);
    }
    for (Copy learner : owners.learners()) {
      count(learner, by);
    }
  }

  private void count(Copy copy, int by) {
    int count = slots.getOrDefault(copy.node(), 0) + by;
    if (count == 0) {
      slots.remove(copy.node());
    } else {
      slots.put(copy.node(), count);
    }
  }

  void clear() {
    shared.clear();
    slots.clear();
  }

  Set<NodeName> nodes() {
    return Set.copyOf(slots.keySet());
  }
}
