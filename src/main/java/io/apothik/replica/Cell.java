package io.apothik.replica;

import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A key and what a copy knows of it, in as little memory as that takes: one object and one array. A
 * newer entry of the key comes into the same cell, so that whoever refers to the cell, as eviction
 * does, refers to no more than what is there now; and into the same array, if it needs about as
 * many bytes and nobody was given the value that is there. Another array would be garbage that grew
 * old, and a reference from what is old to what is new, which is work for a collector of
 * generations.
 *
 * <p>The array: a byte with two flags and the length of the key; a byte with two others that says
 * how many bytes at the end are not used; the rest of the key's length if it had no room, the key;
 * the version's term and counter; where there is a lifetime, when it ends and the idle time; the
 * value. Numbers take seven bits a byte, the lowest first, and the eighth bit says that more follow
 * (LEB128). A long value stays where it is, beside the array: to copy it would cost more than it
 * saves.
 *
 * <p>Cells are equal if their keys are. Used by one thread.
 */
final class Cell {
  /** From this length on, a value stays where it is. */
  static final int LONG_VALUE_BYTES = 1024;

  private static final int MORTAL = 0x80;
  private static final int TOMBSTONE = 0x40;
  private static final int LENGTH_BITS = 0x3f;

  private static final int UNUSED_AT = 1;
  private static final int LENT = 0x80;
  private static final int HASH = 0x40;
  private static final int UNUSED_BITS = 0x3f;
  private static final int KEY_AT = 2;

  /** The JVM lets objects begin at multiples of it, so what is left up to there costs nothing. */
  private static final int ALIGNMENT = Long.BYTES;

  private static final int UNUSED_SHARE = 8;

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
    this.content = content(headBytes(key, entry) + inline(entry).length(), key, entry);
  }

  /** Some of what it has, from its beginning and from its end. */
  int glance() {
    return content instanceof byte[] array ? array[0] + array[array.length - 1] : 0;
  }

  /**
   * Has that entry of the same key from now on.
   *
   * @param entry whose value is not that of {@link #entryInPlace}
   */
  void set(Bytes key, Entry entry) {
    int length = headBytes(key, entry) + inline(entry).length();
    if (content instanceof byte[] array
        && (array[UNUSED_AT] & LENT) == 0
        && !isParted(entry)
        && hasRoom(array, length)) {
      fill(array, length, key, entry);
    } else {
      content = content(length, key, entry);
    }
  }

  /** Whether an array is long enough, and not much too long. */
  private static boolean hasRoom(byte[] array, int length) {
    int unused = array.length - length;
    return unused >= 0
        && unused <= Math.min(ALIGNMENT - 1 + array.length / UNUSED_SHARE, UNUSED_BITS);
  }

  private static boolean isParted(Entry entry) {
    Bytes value = entry.valueOrNull();
    return value != null && value.length() >= LONG_VALUE_BYTES;
  }

  /** What of the value is in the array. */
  private static Bytes inline(Entry entry) {
    Bytes value = entry.valueOrNull();
    return value == null || isParted(entry) ? Bytes.EMPTY : value;
  }

  private static Object content(int length, Bytes key, Entry entry) {
    byte[] array = new byte[(length + ALIGNMENT - 1) & -ALIGNMENT];
    fill(array, length, key, entry);
    Bytes value = entry.valueOrNull();
    return value != null && isParted(entry) ? new Parted(array, value) : array;
  }

  private static void fill(byte[] array, int length, Bytes key, Entry entry) {
    int type = entry.type() == ValueType.HASH ? HASH : 0;
    array[UNUSED_AT] = (byte) (type | (array.length - length));
    int at = writeHead(array, key, entry);
    inline(entry).copyTo(array, at);
  }

  private static int headBytes(Bytes key, Entry entry) {
    int length = key.length();
    return KEY_AT
        + (length < LENGTH_BITS ? 0 : bytes(length - LENGTH_BITS))
        + length
        + bytes(entry.version().term())
        + bytes(entry.version().counter())
        + (entry.isMortal() ? bytes(entry.expiresAtMillis()) + bytes(entry.maxIdleMillis()) : 0);
  }

  private static int writeHead(byte[] array, Bytes key, Entry entry) {
    int flags = (entry.isMortal() ? MORTAL : 0) | (entry.isTombstone() ? TOMBSTONE : 0);
    array[0] = (byte) (flags | Math.min(key.length(), LENGTH_BITS));
    int at = KEY_AT;
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
    return (head[0] & LENGTH_BITS) < LENGTH_BITS ? KEY_AT : skip(head, KEY_AT);
  }

  private static int keyLength(byte[] head) {
    int length = head[0] & LENGTH_BITS;
    return length < LENGTH_BITS ? length : LENGTH_BITS + (int) read(head, KEY_AT);
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
   * What is there now. The value is where the cell has it, if that is most of what the cell has;
   * then the next entry comes into another array.
   */
  Entry entry() {
    return entry(false);
  }

  /**
   * What is there now, to be used before the cell has another entry: the value may be that one's.
   */
  Entry entryInPlace() {
    return entry(true);
  }

  private Entry entry(boolean inPlace) {
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
    ValueType type = (head[UNUSED_AT] & HASH) == 0 ? ValueType.STRING : ValueType.HASH;
    return new Entry(version, type, valueOrNull(head, at, inPlace), expiresAtMillis, maxIdleMillis);
  }

  private @Nullable Bytes valueOrNull(byte[] head, int at, boolean inPlace) {
    if (content instanceof Parted parted) {
      return parted.value;
    } else if (isTombstone()) {
      return null;
    }
    if (!inPlace && 2 * at > head.length) {
      return Bytes.copyOf(head, at, end(head));
    } else if (!inPlace) {
      head[UNUSED_AT] |= (byte) LENT;
    }
    return Bytes.within(head, at, end(head));
  }

  Version version() {
    byte[] head = head();
    int at = keyEnd(head);
    return new Version(read(head, at), read(head, skip(head, at)));
  }

  /** How many bytes of memory it takes, as {@link Weight} has it. */
  int weight() {
    byte[] head = head();
    int length = keyLength(head);
    if (content instanceof Parted parted) {
      return Weight.of(length, parted.value.length(), isMortal());
    }
    return Weight.of(length, isTombstone() ? 0 : end(head) - valueStart(head), isMortal());
  }

  /** Where the bytes end that are used. */
  private static int end(byte[] head) {
    return head.length - (head[UNUSED_AT] & UNUSED_BITS);
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
