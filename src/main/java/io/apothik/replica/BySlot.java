package io.apothik.replica;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A map from slots to values that are found in one step, for some of not too many slots. */
final class BySlot<T> implements Iterable<T> {
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

  /** The values in the order of their slots, as they are when they are reached. */
  @Override
  public Iterator<T> iterator() {
    return new Iterator<>() {
      private int slot = next(0);

      private int next(int from) {
        int next = from;
        while (next < values.length && values[next] == null) {
          next++;
        }
        return next;
      }

      @Override
      public boolean hasNext() {
        return slot < values.length;
      }

      @Override
      public T next() {
        T value = get(slot);
        if (value == null) {
          throw new NoSuchElementException();
        }
        slot = next(slot + 1);
        return value;
      }
    };
  }
}
