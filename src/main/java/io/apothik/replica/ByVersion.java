package io.apothik.replica;

import io.apothik.message.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A few items in the order of their versions, each of which is there once. As a rule a new one is
 * the greatest, and the least goes first; so they are kept in a ring of places, which stays where
 * it is as long as it is small: there is one for each slot, and for a collector of generations each
 * reference from what is old to what is new is work.
 */
final class ByVersion<T extends ByVersion.Item> {
  /** From this size on, the ring is given back when nothing is left in it. */
  private static final int MANY = 8;

  private static final int SIZE_MIN = 2;

  /** What has a version. */
  interface Item {
    Version version();
  }

  private @Nullable Object[] ring = new Object[SIZE_MIN];
  private int first;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The item at that place in the order, from 0 on. */
  @SuppressWarnings("unchecked") // Nothing but items of this type is put in.
  T at(int place) {
    Object item = place < size ? ring[index(place)] : null;
    if (item == null) {
      throw new IndexOutOfBoundsException("place %d of %d".formatted(place, size));
    }
    return (T) item;
  }

  private int index(int place) {
    return (first + place) & (ring.length - 1);
  }

  /** The one with the greatest version. */
  T last() {
    return at(size - 1);
  }

  /** The one with that version, or null. */
  @Nullable T get(Version version) {
    int place = placeOf(version);
    return place < size && at(place).version().equals(version) ? at(place) : null;
  }

  /** The greatest of those with lesser versions, or null. */
  @Nullable T before(Version version) {
    int place = placeOf(version);
    return place == 0 ? null : at(place - 1);
  }

  /** The first place whose item's version is not less. */
  private int placeOf(Version version) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).version().isBefore(version)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes in an item, in the place of the one with the same version if there is one. */
  void put(T item) {
    Version version = item.version();
    int place = size == 0 || last().version().isBefore(version) ? size : placeOf(version);
    if (place == size || !at(place).version().equals(version)) {
      insert(place);
    }
    ring[index(place)] = item;
  }

  private void insert(int place) {
    if (size == ring.length) {
      grow();
    }
    for (int i = size; i > place; i--) {
      ring[index(i)] = ring[index(i - 1)];
    }
    size++;
  }

  private void grow() {
    @Nullable Object[] larger = Arrays.copyOf(all().toArray(), Math.max(SIZE_MIN, 2 * size));
    ring = larger;
    first = 0;
  }

  /** Takes the one with the least version away. */
  T removeFirst() {
    T least = at(0);
    ring[first] = null;
    first = index(1);
    size--;
    if (size == 0 && ring.length >= MANY) {
      ring = new Object[SIZE_MIN];
      first = 0;
    }
    return least;
  }

  /** Those that are there now. */
  List<T> all() {
    List<T> all = new ArrayList<>(size);
    for (int place = 0; place < size; place++) {
      all.add(at(place));
    }
    return all;
  }
}
