package io.apothik.replica;

import io.apothik.slot.Bytes;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries that one node holds, grouped by slot. Not thread-safe, and not bounded. */
final class Store {
  private final Map<Integer, Shelf> shelves = new HashMap<>();

  @Nullable Bytes get(int slot, Bytes key) {
    Shelf shelf = shelves.get(slot);
    return shelf == null ? null : shelf.entries.get(key);
  }

  void put(int slot, Bytes key, Bytes value) {
    Shelf shelf = shelves.computeIfAbsent(slot, absent -> new Shelf());
    Bytes previous = shelf.entries.put(key, value);
    shelf.bytes += value.length() + (previous == null ? key.length() : -previous.length());
  }

  /** Whether the key was there. */
  boolean delete(int slot, Bytes key) {
    Shelf shelf = shelves.get(slot);
    Bytes previous = shelf == null ? null : shelf.entries.remove(key);
    if (shelf == null || previous == null) {
      return false;
    }
    shelf.bytes -= key.length() + previous.length();
    return true;
  }

  void drop(int slot) {
    shelves.remove(slot);
  }

  /** How many entries the slot has. */
  int entries(int slot) {
    Shelf shelf = shelves.get(slot);
    return shelf == null ? 0 : shelf.entries.size();
  }

  /** How many bytes the slot's keys and values have together. */
  long bytes(int slot) {
    Shelf shelf = shelves.get(slot);
    return shelf == null ? 0 : shelf.bytes;
  }

  /** The slots that have a place here, also those whose last entry was deleted. */
  Iterable<Integer> slots() {
    return List.copyOf(shelves.keySet());
  }

  /** The slot's entries; valid until the slot is written to. */
  Iterator<Map.Entry<Bytes, Bytes>> iterator(int slot) {
    Shelf shelf = shelves.get(slot);
    return shelf == null ? Map.<Bytes, Bytes>of().entrySet().iterator() : shelf.iterator();
  }

  private static final class Shelf {
    private final Map<Bytes, Bytes> entries = new HashMap<>();
    private long bytes;

    Iterator<Map.Entry<Bytes, Bytes>> iterator() {
      return entries.entrySet().iterator();
    }
  }
}
