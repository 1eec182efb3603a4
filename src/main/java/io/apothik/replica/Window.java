package io.apothik.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Some items in the order of their positions, at each of which there is one at most. As a rule a
 * new one is the last, and the first goes first; so they are in a ring, which stays where it is as
 * long as it is small. It has no items, but the numbers of their {@link Places}: who drops a window
 * clears it before.
 */
final class Window<T extends Window.Item> {
  /** From this size on, the ring is given back when nothing is left in it. */
  private static final int MANY = 8;

  private static final int SIZE_MIN = 2;

  /** What has a position: two numbers, the first of which counts more. */
  interface Item {
    long major();

    long minor();

    /** Whether its position comes before that one. */
    default boolean isBefore(long major, long minor) {
      return major() == major ? minor() < minor : major() < major;
    }
  }

  private final Places places;
  private int[] ring = new int[SIZE_MIN];
  private int first;
  private int size;

  /** An empty one, whose items will be there. */
  Window(Places places) {
    this.places = places;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** The item at that place in the order, from 0 on. */
  @SuppressWarnings("unchecked") // Nothing but items of this type is put in.
  T at(int place) {
    return (T) places.at(ring[index(Objects.checkIndex(place, size))]);
  }

  private int index(int place) {
    return (first + place) & (ring.length - 1);
  }

  T last() {
    return at(size - 1);
  }

  /** The one at that position, or null. */
  @Nullable T get(long major, long minor) {
    int place = placeOf(major, minor);
    return isAt(place, major, minor) ? at(place) : null;
  }

  private boolean isAt(int place, long major, long minor) {
    return place < size && at(place).major() == major && at(place).minor() == minor;
  }

  /** The last of those before that position, or null. */
  @Nullable T before(long major, long minor) {
    int place = placeOf(major, minor);
    return place == 0 ? null : at(place - 1);
  }

  /** The place of the first that is not before that position. */
  private int placeOf(long major, long minor) {
    if (size == 0 || last().isBefore(major, minor)) {
      return size;
    }
    // As a rule positions follow each other.
    long guess = minor - at(0).minor();
    if (guess >= 0 && guess < size && isAt((int) guess, major, minor)) {
      return (int) guess;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (at(middle).isBefore(major, minor)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Takes in an item, in the place of the one at the same position if there is one. */
  void put(T item) {
    long major = item.major();
    long minor = item.minor();
    int place = placeOf(major, minor);
    if (isAt(place, major, minor)) {
      places.set(ring[index(place)], item);
    } else {
      insert(place, item);
    }
  }

  private void insert(int place, T item) {
    if (size == ring.length) {
      grow();
    }
    for (int i = size; i > place; i--) {
      ring[index(i)] = ring[index(i - 1)];
    }
    ring[index(place)] = places.add(item);
    size++;
  }

  private void grow() {
    int[] more = new int[2 * size];
    for (int place = 0; place < size; place++) {
      more[place] = ring[index(place)];
    }
    ring = more;
    first = 0;
  }

  /** Takes the first one away. */
  T removeFirst() {
    T least = at(0);
    places.remove(ring[first]);
    first = index(1);
    size--;
    if (size == 0 && ring.length >= MANY) {
      ring = new int[SIZE_MIN];
      first = 0;
    }
    return least;
  }

  /** Takes the one at that position away, if it is there. */
  void remove(long major, long minor) {
    int place = placeOf(major, minor);
    if (place == 0 && isAt(place, major, minor)) {
      removeFirst();
    } else if (isAt(place, major, minor)) {
      places.remove(ring[index(place)]);
      for (int i = place; i < size - 1; i++) {
        ring[index(i)] = ring[index(i + 1)];
      }
      size--;
    }
  }

  /** Takes all away. */
  void clear() {
    while (!isEmpty()) {
      removeFirst();
    }
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
