package io.apothik.wire;

import io.apothik.slot.Bytes;
import io.apothik.slot.SlotSet;
import java.util.BitSet;

/** Sets of slots as bytes: the first slot, and a bit for it and for each up to the last. */
final class SlotSetWire {
  private static final int BYTES_MAX = TableWire.SLOTS_MAX / Byte.SIZE;

  private SlotSetWire() {}

  static void write(WireWriter out, SlotSet slots) {
    int first = slots.stream().findFirst().orElse(0);
    BitSet bits = new BitSet();
    slots.stream().forEach(slot -> bits.set(slot - first));
    out.number(first).bytes(Bytes.copyOf(bits.toByteArray()));
  }

  static SlotSet read(WireReader in) {
    int first = in.nextSlot();
    Bytes bytes = in.nextBytes();
    BitSet bits = BitSet.valueOf(bytes.toArray());
    if (bytes.length() > BYTES_MAX || first + bits.length() > TableWire.SLOTS_MAX) {
      throw new WireException("slots from %d on in %d bytes".formatted(first, bytes.length()));
    }
    SlotSet.Builder slots = new SlotSet.Builder();
    bits.stream().forEach(bit -> slots.add(first + bit));
    return slots.build();
  }
}
