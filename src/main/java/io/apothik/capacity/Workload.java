package io.apothik.capacity;

import io.apothik.message.Limits;
import io.apothik.replica.Weight;

/**
 * What a cluster is to hold.
 *
 * @param entries 1 to {@link #ENTRIES_MAX}
 * @param keyBytes of each key, 1 to {@link Limits#KEY_BYTES_MAX}
 * @param valueBytes of each value, 0 to {@link Limits#VALUE_BYTES_MAX}
 * @param mortal whether entries have a time to live, or an idle time
 */
public record Workload(long entries, int keyBytes, int valueBytes, boolean mortal) {
  /** A hundred thousand million. */
  public static final long ENTRIES_MAX = 100_000_000_000L;

  /** From this length on a value is an object of its own (see {@code replica/Cell}). */
  private static final int LONG_VALUE_BYTES = 1_024;

  /** What the JVM rounds objects up to, and an array's header; with compressed references. */
  private static final int ALIGNMENT = 8;

  private static final int ARRAY_BYTES = 16;

  /** A cell: a header and a reference. */
  private static final int CELL_BYTES = 16;

  /** The reference to it among the slot's cells, with room for more, and its mark. */
  private static final int PLACE_BYTES = 6;

  /** Flags, and the version's term and counter, which grow with their number. */
  private static final int HEAD_BYTES = 6;

  /** When the entry's time ends, and its idle time, beside the value. */
  private static final int TIMES_BYTES = 8;

  /** A long value's two objects besides its array. */
  private static final int PARTED_BYTES = 48;

  /** What Caffeine takes at the primary: measured as the difference to a backup. */
  private static final int EVICTION_BYTES = 79;

  /** What Caffeine takes to know when an entry's time is over, measured. */
  private static final int EXPIRY_BYTES = 88;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException which names the value and the limits
   */
  public Workload {
    require("entries", entries, 1, ENTRIES_MAX);
    require("bytes of a key", keyBytes, 1, Limits.KEY_BYTES_MAX);
    require("bytes of a value", valueBytes, 0, Limits.VALUE_BYTES_MAX);
  }

  static void require(String what, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%d %s are not between %d and %d".formatted(value, what, min, max));
    }
  }

  /** What a copy of an entry counts as: against the node's memory, and the migration rate. */
  public int weight() {
    return Weight.of(keyBytes, valueBytes, mortal);
  }

  /** What an entry takes of the heap at its primary. */
  public int primaryHeapBytes() {
    return backupHeapBytes() + EVICTION_BYTES + (mortal ? EXPIRY_BYTES : 0);
  }

  /** What an entry takes of the heap at a backup. */
  public int backupHeapBytes() {
    int head = HEAD_BYTES + (mortal ? TIMES_BYTES : 0) + keyBytes;
    boolean parted = valueBytes >= LONG_VALUE_BYTES;
    return CELL_BYTES
        + PLACE_BYTES
        + arrayBytes(parted ? head : head + valueBytes)
        + (parted ? PARTED_BYTES + arrayBytes(valueBytes) : 0);
  }

  private static int arrayBytes(int length) {
    return ARRAY_BYTES + (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }
}
