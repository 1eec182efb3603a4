package io.apothik.wire;

import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link OwnersWriter} wrote. Slots with the same owners share them. */
final class OwnersReader {
  private static final int COPY_BYTES_MIN = 1;

  private final WireReader in;
  private final List<NodeName> nodes;
  private final List<Copy> copies = new ArrayList<>();
  private final List<SlotOwners> owners = new ArrayList<>();

  /**
   * @param members the nodes that are known before
   */
  OwnersReader(WireReader in, List<NodeName> members) {
    this.in = in;
    this.nodes = new ArrayList<>(new LinkedHashSet<>(members));
  }

  /** The owners of all slots. */
  List<SlotOwners> read() {
    int count = in.nextIndex(TableWire.SLOTS_MAX + 1);
    List<SlotOwners> slots = new ArrayList<>();
    while (slots.size() < count) {
      SlotOwners next = next(owners, this::ownersInFull);
      boolean again = !slots.isEmpty() && next.equals(slots.get(slots.size() - 1));
      slots.add(next);
      if (again) {
        slots.addAll(Collections.nCopies(in.nextIndex(count - slots.size() + 1), next));
      }
    }
    return slots;
  }

  private SlotOwners ownersInFull() {
    return new SlotOwners(
        nextCopy(),
        in.nextList(COPY_BYTES_MIN, same -> nextCopy()),
        in.nextList(COPY_BYTES_MIN, same -> nextCopy()),
        in.nextNumber());
  }

  private Copy nextCopy() {
    return next(copies, this::copyInFull);
  }

  private Copy copyInFull() {
    return new Copy(next(nodes, in::nextName), in.nextNumber());
  }

  private <T> T next(List<T> known, Supplier<T> inFull) {
    int number = in.nextIndex(known.size() + 1);
    if (number > 0) {
      return known.get(number - 1);
    }
    T thing = inFull.get();
    known.add(thing);
    return thing;
  }
}
