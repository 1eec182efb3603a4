package io.apothik.replica;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A map from slots to values that are found in one step, for some of not too many slots. */
final class BySlot<T> {
  private @Nullable Object[] values = {};
  private int size;

  /** What the slot has, or null if it has nothing, or there is no such slot. */
  @SuppressWarnings("unchecked") // Nothing but values of this type is put in.
  @Nullable T get(int slot) {
    return slot >= 0 && slot < values.length ? (T) values[slot] : null;
  }

  /** From now on, the slot has this value. */
  void put(int slot, T value) {
    if (slot >= values.length) {
      values = Arrays.copyOf(values, Math.max(slot + 1, 2 * values.length));
    }
    size += values[slot] == null ? 1 : 0;
    values[slot] = value;
  }

  /** From now on, the slot has nothing. */
  void remove(int slot) {
    if (get(slot) != null) {
      values[slot] = null;
      size--;
    }
  }

  void clear() {
    Arrays.fill(values, null);
    size = 0;
  }

  /** How many slots have a value. */
  int size() {
    return size;
  }

  /** The values in the order of their slots. */
  @SuppressWarnings("unchecked") // As above.
  Stream<T> all() {
    return Arrays.stream(values).filter(Objects::nonNull).map(value -> (T) value);
  }
}
