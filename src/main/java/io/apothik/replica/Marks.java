package io.apothik.replica;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A byte of the hash of each of some keys, in their order. Keys and values lie all over the memory,
 * and to look at one costs more than to look at all of these: so a search looks at those keys alone
 * whose byte is right, which is one in 256 of the others. Hash tables know them as control bytes
 * (Abseil, "Swiss Tables Design Notes"). Eight are compared at a time (Warren, "Hacker's Delight",
 * 6-1).
 */
final class Marks {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int GOLDEN_RATIO = 0x9e3779b9;
  private static final long EACH = 0x0101010101010101L;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  private Marks() {}

  private static int roundedUp(int count) {
    return (count + Long.BYTES - 1) & -Long.BYTES;
  }

  /** The mark of a key with that hash code. */
  static byte of(int hash) {
    return (byte) ((hash * GOLDEN_RATIO) >>> 24);
  }

  /** Room for so many. */
  static byte[] roomFor(int count) {
    return new byte[roundedUp(count)];
  }

  /** The first place from the given one on, below an end, that has the mark; the end if none. */
  static int find(byte[] marks, byte mark, int from, int end) {
    long wanted = (mark & 0xff) * EACH;
    long counts = -1L << ((from & (Long.BYTES - 1)) * Byte.SIZE);
    for (int at = from & -Long.BYTES; at < end; at += Long.BYTES) {
      long differs = (long) LONGS.get(marks, at) ^ wanted;
      long same = ~(((differs & LOW_BITS) + LOW_BITS) | differs | LOW_BITS) & counts;
      if (same != 0) {
        return Math.min(at + Long.numberOfTrailingZeros(same) / Byte.SIZE, end);
      }
      counts = -1L;
    }
    return end;
  }

  /** With one more, at a place among the first {@code count}, or behind them. */
  static byte[] insert(byte[] marks, int count, int place, byte mark) {
    byte[] target = count == marks.length ? Arrays.copyOf(marks, count + Long.BYTES) : marks;
    System.arraycopy(marks, place, target, place + 1, count - place);
    target[place] = mark;
    return target;
  }

  /** Without the one at a place among the first {@code count}. */
  static byte[] remove(byte[] marks, int count, int place) {
    System.arraycopy(marks, place + 1, marks, place, count - place - 1);
    int room = roundedUp(count);
    return room + Long.BYTES < marks.length ? Arrays.copyOf(marks, room) : marks;
  }

  /** Those from one place up to another. */
  static byte[] copyOf(byte[] marks, int from, int end) {
    return Arrays.copyOf(Arrays.copyOfRange(marks, from, end), roundedUp(end - from));
  }

  /** The first so many of the one, and behind them so many of the other. */
  static byte[] concat(byte[] marks, int count, byte[] others, int othersCount) {
    byte[] all = Arrays.copyOf(marks, roundedUp(count + othersCount));
    System.arraycopy(others, 0, all, count, othersCount);
    return all;
  }
}
