package io.apothik.slot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * For one epoch, who holds each slot. Immutable.
 *
 * <p>Slots are numbered from 0 to {@link #slotCount} - 1. The table with epoch 0 has no slots: it
 * stands for "no table yet".
 */
public final class SlotTable {
  /** No table yet: epoch 0, no slots. */
  public static final SlotTable NONE = new SlotTable(0, List.of());

  private final long epoch;
  private final SlotOwners[] owners;

  private SlotTable(long epoch, List<SlotOwners> owners) {
    this.epoch = epoch;
    this.owners = owners.toArray(SlotOwners[]::new);
  }

  /**
   * The table in which slot i belongs to the i-th element.
   *
   * @throws IllegalArgumentException if the epoch is under 1 or there is no slot
   */
  public static SlotTable of(long epoch, List<SlotOwners> owners) {
    if (epoch < 1 || owners.isEmpty()) {
      throw new IllegalArgumentException(
          "epoch %d with %d slots is no table".formatted(epoch, owners.size()));
    }
    return new SlotTable(epoch, owners);
  }

  public long epoch() {
    return epoch;
  }

  public int slotCount() {
    return owners.length;
  }

  public boolean isEmpty() {
    return owners.length == 0;
  }

  /**
   * The owners of one slot.
   *
   * @throws IndexOutOfBoundsException if there is no such slot
   */
  public SlotOwners owners(int slot) {
    return owners[slot];
  }

  /** The owners of all slots, in their order. */
  public List<SlotOwners> allOwners() {
    return List.of(owners);
  }

  /** The nodes that serve or learn at least one slot, in the order of their first slot. */
  public Set<NodeName> nodes() {
    Set<NodeName> nodes = new LinkedHashSet<>();
    for (SlotOwners slot : owners) {
      nodes.add(slot.primary());
      slot.learner().ifPresent(nodes::add);
    }
    return nodes;
  }

  /** How many slots each node serves; a node that serves none is absent. */
  public Map<NodeName, Integer> slotsServed() {
    Map<NodeName, Integer> served = new HashMap<>();
    for (SlotOwners slot : owners) {
      served.merge(slot.primary(), 1, Integer::sum);
    }
    return served;
  }

  /** How many slots are on their way to another node. */
  public int moving() {
    return (int) Arrays.stream(owners).filter(slot -> slot.learner().isPresent()).count();
  }

  /** The slots whose owners satisfy the condition. */
  public SlotSet slotsWhere(Predicate<SlotOwners> condition) {
    SlotSet.Builder slots = new SlotSet.Builder();
    for (int slot = 0; slot < owners.length; slot++) {
      if (condition.test(owners[slot])) {
        slots.add(slot);
      }
    }
    return slots.build();
  }

  /** Whether the other table gives every slot to the same nodes, whatever its epoch. */
  public boolean sameOwners(SlotTable other) {
    return Arrays.equals(owners, other.owners);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlotTable that && epoch == that.epoch && sameOwners(that);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(epoch) + Arrays.hashCode(owners);
  }

  @Override
  public String toString() {
    return "epoch %d, %d slots, %d moving, %s"
        .formatted(epoch, owners.length, moving(), slotsServed());
  }
}
