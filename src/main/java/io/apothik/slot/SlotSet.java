package io.apothik.slot;

import java.util.BitSet;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** An immutable set of slot numbers. */
public final class SlotSet {
  private final BitSet bits;

  private SlotSet(BitSet bits) {
    this.bits = bits;
  }

  public static SlotSet of(int... slots) {
    Builder builder = new Builder();
    IntStream.of(slots).forEach(builder::add);
    return builder.build();
  }

  public boolean contains(int slot) {
    return bits.get(slot);
  }

  public int size() {
    return bits.cardinality();
  }

  public boolean isEmpty() {
    return bits.isEmpty();
  }

  /**
   * The least slot.
   *
   * @throws NoSuchElementException if there is none
   */
  public int first() {
    return stream().findFirst().orElseThrow();
  }

  /** Whether every slot is less than that. */
  public boolean isWithin(int slotCount) {
    return bits.length() <= slotCount;
  }

  /** The slots in ascending order. */
  public IntStream stream() {
    return bits.stream();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlotSet that && bits.equals(that.bits);
  }

  @Override
  public int hashCode() {
    return bits.hashCode();
  }

  @Override
  public String toString() {
    return size() + " slots";
  }

  /** Collects slots; used once. */
  public static final class Builder {
    private final BitSet bits = new BitSet();

    public Builder add(int slot) {
      bits.set(slot);
      return this;
    }

    public SlotSet build() {
      return new SlotSet((BitSet) bits.clone());
    }
  }
}
