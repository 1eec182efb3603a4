package io.apothik.slot;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who owns each slot. Immutable.
 *
 * <p>Tables differ in few slots, and slots that pass wait while nodes compare one with the next. So
 * what was made of another keeps that one's objects for equal owners, and knows where it differs.
 */
final class Ownership {
  /** Of no slots. */
  static final Ownership NONE = of(List.of());

  /** From where something came, and in which slots it differs from that. */
  private record Origin(WeakReference<Ownership> base, SlotSet changed) {}

  private final SlotOwners[] owners;
  private final @Nullable Origin origin;

  /** How many slots have a learner, or -1 as long as nobody has asked. */
  private int filling = -1;

  private Ownership(SlotOwners[] owners, @Nullable Origin origin) {
    this.owners = owners;
    this.origin = origin;
  }

  /** The i-th owners are those of slot i. */
  static Ownership of(List<SlotOwners> owners) {
    return new Ownership(owners.toArray(SlotOwners[]::new), null);
  }

  /** The given owners; this very object if they are equal. */
  Ownership changedTo(List<SlotOwners> next) {
    if (next.size() != owners.length) {
      return of(next);
    }
    SlotOwners[] nextOwners = next.toArray(SlotOwners[]::new);
    SlotSet.Builder changed = new SlotSet.Builder();
    for (int slot = 0; slot < owners.length; slot++) {
      if (Objects.equals(owners[slot], nextOwners[slot])) {
        nextOwners[slot] = owners[slot];
      } else {
        changed.add(slot);
      }
    }
    Origin from = from(changed.build());
    return from.changed().isEmpty() ? this : new Ownership(nextOwners, from);
  }

  /** With these owners of some slots, in their order. */
  Ownership with(SlotSet slots, List<SlotOwners> ofThese) {
    SlotOwners[] nextOwners = owners.clone();
    SlotSet.Builder changed = new SlotSet.Builder();
    Iterator<SlotOwners> each = ofThese.iterator();
    for (int slot : slots.stream().toArray()) {
      SlotOwners next = each.next();
      if (!next.equals(owners[slot])) {
        nextOwners[slot] = next;
        changed.add(slot);
      }
    }
    return new Ownership(nextOwners, from(changed.build()));
  }

  private Origin from(SlotSet changed) {
    return new Origin(new WeakReference<>(this), changed);
  }

  /**
   * The slots that have other owners there; if there is another number of slots, all of these here.
   */
  SlotSet slotsOtherThan(Ownership other) {
    if (origin != null && origin.base().refersTo(other)) {
      return origin.changed();
    }
    if (other.origin != null && other.origin.base().refersTo(this)) {
      return other.origin.changed();
    }
    boolean comparable = owners.length == other.owners.length;
    SlotSet.Builder slots = new SlotSet.Builder();
    for (int slot = 0; slot < owners.length; slot++) {
      if (!comparable || !Objects.equals(owners[slot], other.owners[slot])) {
        slots.add(slot);
      }
    }
    return slots.build();
  }

  int slotCount() {
    return owners.length;
  }

  SlotOwners of(int slot) {
    return owners[slot];
  }

  List<SlotOwners> inOrder() {
    return Collections.unmodifiableList(Arrays.asList(owners));
  }

  /** The slots whose owners satisfy the condition. */
  SlotSet slotsWhere(Predicate<SlotOwners> condition) {
    SlotSet.Builder slots = new SlotSet.Builder();
    for (int slot = 0; slot < owners.length; slot++) {
      if (condition.test(owners[slot])) {
        slots.add(slot);
      }
    }
    return slots.build();
  }

  /** The nodes that hold a copy of at least one slot, in the order of their first slot. */
  Set<NodeName> holders() {
    Set<NodeName> holders = new LinkedHashSet<>();
    for (SlotOwners slot : owners) {
      slot.copies().forEach(copy -> holders.add(copy.node()));
    }
    return holders;
  }

  /** How many slots each node is primary of; a node that has none is absent. */
  Map<NodeName, Integer> slotsServed() {
    IdentityHashMap<SlotOwners, int[]> counts = new IdentityHashMap<>();
    for (SlotOwners slot : owners) {
      counts.computeIfAbsent(slot, absent -> new int[1])[0]++;
    }
    Map<NodeName, Integer> served = new HashMap<>();
    counts.forEach((slot, count) -> served.merge(slot.primary().node(), count[0], Integer::sum));
    return served;
  }

  /** How many slots have a learner. */
  int filling() {
    if (filling < 0) {
      int count = 0;
      for (SlotOwners slot : owners) {
        count += slot.learners().isEmpty() ? 0 : 1;
      }
      filling = count;
    }
    return filling;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ownership that
        && (this == that || (sameSize(that) && slotsOtherThan(that).isEmpty()));
  }

  private boolean sameSize(Ownership that) {
    return owners.length == that.owners.length;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(owners);
  }
}
