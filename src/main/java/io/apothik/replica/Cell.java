package io.apothik.replica;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key and what a copy knows of it, in as little memory as that takes: one object and one array,
 * whose bytes never change. A newer entry of the key gets another array in the same cell, so that
 * whoever refers to the cell, as eviction does, refers to no more than what is there now.
 *
 * <p>The array: a byte with two flags and the length of the key, the rest of that length if it has
 * no room there, the key; the version's term and counter; where there is a lifetime, when it ends
 * and the idle time; the value. Numbers take seven bits a byte, the lowest first, and the eighth
 * bit says that more follow (LEB128). A long value stays where it is, beside the array: to copy it
 * would cost more than it saves.
 *
 * <p>Cells are equal if their keys are.
 */
final class Cell {
  /** From this length on, a value stays where it is. */
  static final int LONG_VALUE_BYTES = 1024;

  private static final int MORTAL = 0x80;
  private static final int TOMBSTONE = 0x40;
  private static final int LENGTH_BITS = 0x3f;

  private static final int LOW_BITS = 0x7f;
  private static final int BITS = 7;

  /** What comes before a value that is not in the same array. */
  private static final class Parted {
    private final byte[] head;
    private final Bytes value;

    private Parted(byte[] head, Bytes value) {
      this.head = head;
      this.value = value;
    }
  }

  /** The array, or a {@link Parted}: a field more would be one in every cell. */
  private Object content;

  /** A cell with that entry. */
  Cell(Bytes key, Entry entry) {
    this.content = content(key, entry);
  }

  /** Some of what it has, from its beginning and from its end. */
  int glance() {
    return content instanceof byte[] array ? array[0] + array[array.length - 1] : 0;
  }

  /** Has that entry of the same key from now on. */
  void set(Bytes key, Entry entry) {
    content = content(key, entry);
  }

  private static Object content(Bytes key, Entry entry) {
    Bytes value = entry.valueOrNull();
    boolean parted = value != null && value.length() >= LONG_VALUE_BYTES;
    int more = value == null || parted ? 0 : value.length();
    byte[] array = new byte[headBytes(key, entry) + more];
    int at = writeHead(array, key, entry);
    if (value != null && parted) {
      return new Parted(array, value);
    } else if (value != null) {
      value.copyTo(array, at);
    }
    return array;
  }

  private static int headBytes(Bytes key, Entry entry) {
    int length = key.length();
    return 1
        + (length < LENGTH_BITS ? 0 : bytes(length - LENGTH_BITS))
        + length
        + bytes(entry.version().term())
        + bytes(entry.version().counter())
        + (entry.isMortal() ? bytes(entry.expiresAtMillis()) + bytes(entry.maxIdleMillis()) : 0);
  }

  private static int writeHead(byte[] array, Bytes key, Entry entry) {
    int flags = (entry.isMortal() ? MORTAL : 0) | (entry.isTombstone() ? TOMBSTONE : 0);
    array[0] = (byte) (flags | Math.min(key.length(), LENGTH_BITS));
    int at = 1;
    if (key.length() >= LENGTH_BITS) {
      at = write(array, at, key.length() - LENGTH_BITS);
    }
    key.copyTo(array, at);
    at = write(array, at + key.length(), entry.version().term());
    at = write(array, at, entry.version().counter());
    if (entry.isMortal()) {
      at = write(array, at, entry.expiresAtMillis());
      at = write(array, at, entry.maxIdleMillis());
    }
    return at;
  }

  /** How many bytes a number takes. */
  private static int bytes(long number) {
    int significant = Long.SIZE - Long.numberOfLeadingZeros(number | 1);
    return (significant + BITS - 1) / BITS;
  }

  private static int write(byte[] array, int at, long number) {
    int next = at;
    long rest = number;
    for (; (rest & ~LOW_BITS) != 0; rest >>>= BITS) {
      array[next++] = (byte) (rest | ~LOW_BITS);
    }
    array[next++] = (byte) rest;
    return next;
  }

  private static long read(byte[] array, int at) {
    long number = 0;
    int next = at;
    for (int shift = 0; ; shift += BITS) {
      byte octet = array[next++];
      number |= (long) (octet & LOW_BITS) << shift;
      if (octet >= 0) {
        return number;
      }
    }
  }

  /** Where the number has ended that begins there. */
  private static int skip(byte[] array, int at) {
    int next = at;
    while (array[next] < 0) {
      next++;
    }
    return next + 1;
  }

  private byte[] head() {
    return content instanceof byte[] array ? array : ((Parted) content).head;
  }

  private static int keyStart(byte[] head) {
    return (head[0] & LENGTH_BITS) < LENGTH_BITS ? 1 : skip(head, 1);
  }

  private static int keyLength(byte[] head) {
    int length = head[0] & LENGTH_BITS;
    return length < LENGTH_BITS ? length : LENGTH_BITS + (int) read(head, 1);
  }

  private static int keyEnd(byte[] head) {
    return keyStart(head) + keyLength(head);
  }

  /** The key, in an array of its own: who keeps it does not keep the value. */
  Bytes key() {
    byte[] head = head();
    return Bytes.copyOf(head, keyStart(head), keyEnd(head));
  }

  /** Compares the given key with that of the cell, as {@link Bytes#compareTo} does. */
  int compare(Bytes key) {
    byte[] head = head();
    return key.compareTo(head, keyStart(head), keyEnd(head));
  }

  /**
   * What is there now. The value is where the cell has it, if that is most of what the cell has.
   */
  Entry entry() {
    byte[] head = head();
    int at = keyEnd(head);
    long term = read(head, at);
    at = skip(head, at);
    Version version = new Version(term, read(head, at));
    at = skip(head, at);
    long expiresAtMillis = 0;
    long maxIdleMillis = 0;
    if (isMortal()) {
      expiresAtMillis = read(head, at);
      at = skip(head, at);
      maxIdleMillis = read(head, at);
      at = skip(head, at);
    }
    return new Entry(version, valueOrNull(head, at), expiresAtMillis, maxIdleMillis);
  }

  private @Nullable Bytes valueOrNull(byte[] head, int at) {
    if (content instanceof Parted parted) {
      return parted.value;
    } else if (isTombstone()) {
      return null;
    }
    return 2 * at <= head.length
        ? Bytes.within(head, at, head.length)
        : Bytes.copyOf(head, at, head.length);
  }

  Version version() {
    byte[] head = head();
    int at = keyEnd(head);
    return new Version(read(head, at), read(head, skip(head, at)));
  }

  /** How many bytes of memory it takes, as {@link Entry#weight} has it. */
  int weight() {
    byte[] head = head();
    int length = keyLength(head);
    if (content instanceof Parted parted) {
      return Entry.weight(length, parted.value.length(), isMortal());
    }
    return Entry.weight(length, isTombstone() ? 0 : head.length - valueStart(head), isMortal());
  }

  private static int valueStart(byte[] head) {
    int at = skip(head, skip(head, keyEnd(head)));
    return (head[0] & MORTAL) == 0 ? at : skip(head, skip(head, at));
  }

  boolean isTombstone() {
    return (head()[0] & TOMBSTONE) != 0;
  }

  /** Whether its time can end, by itself or because nobody uses it. */
  boolean isMortal() {
    return (head()[0] & MORTAL) != 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other || !(other instanceof Cell that)) {
      return this == other;
    }
    byte[] head = head();
    byte[] others = that.head();
    return Arrays.equals(
        head, keyStart(head), keyEnd(head), others, keyStart(others), keyEnd(others));
  }

  @Override
  public int hashCode() {
    byte[] head = head();
    return Bytes.hash(head, keyStart(head), keyEnd(head));
  }

  @Override
  public String toString() {
    return key() + ": " + entry();
  }
}
