package io.apothik.wire;

import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Appends the owners of a table's slots: how many slots there are, then the owners of each.
 *
 * <p>Few owners are different, few copies and fewer nodes. So each of those is written in full
 * where it occurs first, after a 0, and from then on as its number: 1 for the first that was
 * written in full, and so on. Nodes that are members of the table have a number from the beginning.
 * In full, owners are the primary, the backups, the learners and the term; a copy is its node and
 * its epoch; a node is its name.
 *
 * <p>Where a slot has the owners of the slot before it, there follows how many more slots have
 * them, which are left out.
 */
final class OwnersWriter {
  private final WireWriter out;
  private final Map<NodeName, Integer> nodes = new HashMap<>();
  private final Map<Copy, Integer> copies = new HashMap<>();
  private final Map<SlotOwners, Integer> owners = new HashMap<>();

  /**
   * @param members the nodes that the reader knows before
   */
  OwnersWriter(WireWriter out, List<NodeName> members) {
    this.out = out;
    members.forEach(node -> nodes.putIfAbsent(node, nodes.size() + 1));
  }

  void write(List<SlotOwners> slots) {
    if (slots.size() > TableWire.SLOTS_MAX) {
      throw new IllegalArgumentException("a table of %d slots".formatted(slots.size()));
    }
    out.number(slots.size());
    for (int slot = 0; slot < slots.size(); ) {
      int run = run(slots, slot);
      write(slots.get(slot));
      if (run > 1) {
        write(slots.get(slot));
        out.number(run - 2);
      }
      slot += run;
    }
  }

  /** How many slots from the given one on have the same owners. */
  private static int run(List<SlotOwners> slots, int from) {
    int to = from + 1;
    while (to < slots.size() && slots.get(to).equals(slots.get(from))) {
      to++;
    }
    return to - from;
  }

  private void write(SlotOwners slot) {
    write(slot, owners, OwnersWriter::writeInFull);
  }

  private void writeInFull(SlotOwners slot) {
    write(slot.primary());
    out.list(slot.backups(), (same, copy) -> write(copy));
    out.list(slot.learners(), (same, copy) -> write(copy));
    out.number(slot.term());
  }

  private void write(Copy copy) {
    write(copy, copies, OwnersWriter::writeInFull);
  }

  private void writeInFull(Copy copy) {
    write(copy.node(), nodes, (writer, node) -> writer.out.name(node));
    out.number(copy.since());
  }

  private <T> void write(T thing, Map<T, Integer> known, BiConsumer<OwnersWriter, T> inFull) {
    Integer number = known.putIfAbsent(thing, known.size() + 1);
    out.number(number == null ? 0 : number);
    if (number == null) {
      inFull.accept(this, thing);
    }
  }
}
