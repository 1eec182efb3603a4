package io.apothik.wire;

import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Slot tables and sets of slots as bytes.
 *
 * <p>A table is its epoch (8 bytes), the names of its nodes, and runs of neighbouring slots with
 * the same owners: the run's length, the primary's index among the names, the learner's or -1 (4
 * bytes each), and the origin (8 bytes).
 */
public final class TableWire {
  private static final int SLOTS_MAX = 1 << 20;
  private static final int NOBODY = -1;

  private TableWire() {}

  public static Buffer encode(SlotTable table) {
    Buffer out = Buffer.buffer();
    write(out, table);
    return out;
  }

  /**
   * The table that was encoded.
   *
   * @throws WireException if the bytes are no table
   */
  public static SlotTable decode(Buffer bytes) {
    try {
      return read(new WireReader(bytes, 0));
    } catch (IllegalArgumentException malformed) {
      throw new WireException(String.valueOf(malformed.getMessage()));
    }
  }

  static void write(Buffer out, SlotTable table) {
    out.appendLong(table.epoch());
    List<NodeName> nodes = List.copyOf(table.nodes());
    MessageWire.writeList(out, nodes, node -> MessageWire.writeText(out, node.value()));
    MessageWire.writeList(out, runs(table), run -> write(out, run, nodes));
  }

  private static void write(Buffer out, Run run, List<NodeName> nodes) {
    SlotOwners owners = run.owners;
    out.appendInt(run.length)
        .appendInt(nodes.indexOf(owners.primary()))
        .appendInt(owners.learner().map(nodes::indexOf).orElse(NOBODY))
        .appendLong(owners.origin());
  }

  private static List<Run> runs(SlotTable table) {
    List<Run> runs = new ArrayList<>();
    Run last = null;
    for (SlotOwners owners : table.allOwners()) {
      if (last == null || !last.owners.equals(owners)) {
        last = new Run(owners);
        runs.add(last);
      }
      last.length++;
    }
    return runs;
  }

  /** Neighbouring slots with the same owners, while they are counted. */
  private static final class Run {
    private final SlotOwners owners;
    private int length;

    Run(SlotOwners owners) {
      this.owners = owners;
    }
  }

  static SlotTable read(WireReader in) {
    long epoch = in.nextLong();
    List<NodeName> nodes = in.nextList(4, in::nextName);
    List<SlotOwners> owners = new ArrayList<>();
    int runs = in.nextCount(20);
    for (int run = 0; run < runs; run++) {
      int length = in.nextInt();
      int primary = in.nextInt();
      int learner = in.nextInt();
      long origin = in.nextLong();
      boolean known = primary >= 0 && primary < nodes.size();
      known &= learner >= NOBODY && learner < nodes.size();
      if (length < 1 || length > SLOTS_MAX - owners.size() || !known) {
        throw new WireException("run of %d slots: %d, %d".formatted(length, primary, learner));
      }
      SlotOwners same =
          new SlotOwners(nodes.get(primary), learner == NOBODY ? null : nodes.get(learner), origin);
      owners.addAll(Collections.nCopies(length, same));
    }
    return owners.isEmpty() ? SlotTable.NONE : SlotTable.of(epoch, owners);
  }

  static void write(Buffer out, SlotSet slots) {
    out.appendInt(slots.size());
    slots.stream().forEach(out::appendInt);
  }

  static SlotSet readSlots(WireReader in) {
    int count = in.nextCount(Integer.BYTES);
    SlotSet.Builder slots = new SlotSet.Builder();
    for (int i = 0; i < count; i++) {
      int slot = in.nextInt();
      if (slot < 0 || slot >= SLOTS_MAX) {
        throw new WireException("slot " + slot);
      }
      slots.add(slot);
    }
    return slots.build();
  }
}
