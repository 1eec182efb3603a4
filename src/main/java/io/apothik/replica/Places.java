package io.apothik.replica;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where {@link Window}s have their items, which are there for a moment: together in one array, of
 * which the place that got free last is taken first. So what is new is referred to from a few cache
 * lines alone, and not from all over the memory where slots are: to a collector of generations each
 * stretch of memory with a reference from what is old to what is new is work.
 *
 * <p>Used by one thread.
 */
final class Places {
  private static final int SIZE_MIN = 16;
  private static final int NONE = -1;

  private @Nullable Object[] items = {};

  /** For each free place, the one that got free before it. */
  private int[] freedBefore = {};

  private int lastFreed = NONE;
  private int size;

  /** How many items there are. */
  int size() {
    return size;
  }

  /** Takes in an item; gives its place, which is its own until it is removed. */
  int add(Object item) {
    if (lastFreed == NONE) {
      grow();
    }
    int place = lastFreed;
    lastFreed = freedBefore[place];
    items[place] = item;
    size++;
    return place;
  }

  private void grow() {
    int before = items.length;
    items = Arrays.copyOf(items, Math.max(SIZE_MIN, 2 * before));
    freedBefore = Arrays.copyOf(freedBefore, items.length);
    for (int place = items.length - 1; place >= before; place--) {
      freedBefore[place] = lastFreed;
      lastFreed = place;
    }
  }

  /** The item at a place. */
  Object at(int place) {
    return Objects.requireNonNull(items[place]);
  }

  /** Puts an item in the place of another. */
  void set(int place, Object item) {
    items[place] = item;
  }

  /** Takes the item at a place away. */
  void remove(int place) {
    items[place] = null;
    freedBefore[place] = lastFreed;
    lastFreed = place;
    size--;
  }
}
