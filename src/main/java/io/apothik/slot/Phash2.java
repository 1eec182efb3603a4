package io.apothik.slot;

/**
 * Erlang's {@code erlang:phash2/1,2} of a binary, bit for bit as Erlang/OTP computes it.
 *
 * <p>The portable hash of a binary is Bob Jenkins' 1996 block hash ("A Hash Function for Hash Table
 * Lookup", Dr. Dobb's Journal, September 1997, known as <em>lookup2</em>), started with the golden
 * ratio and with the thirteenth multiple of it, which marks the type <em>binary</em> (Erlang/OTP,
 * {@code erts/emulator/beam/erl_term_hashing.c}).
 */
public final class Phash2 {
  private static final int GOLDEN_RATIO = 0x9e3779b9;

  /** Thirteen times the golden ratio, modulo 2^32. */
  private static final int BINARY = 0x08d12e65;

  private static final int DEFAULT_RANGE_BITS = 27;

  private Phash2() {}

  /** {@code erlang:phash2(Binary)}, in 0..2^27-1. */
  public static int of(Bytes binary) {
    return hash(binary) & ((1 << DEFAULT_RANGE_BITS) - 1);
  }

  /**
   * {@code erlang:phash2(Binary, Range)}, in 0..range-1.
   *
   * @throws IllegalArgumentException if range is under 1
   */
  public static int of(Bytes binary, int range) {
    if (range < 1) {
      throw new IllegalArgumentException("range " + range + " is under 1");
    }
    return Integer.remainderUnsigned(hash(binary), range);
  }

  private static int hash(Bytes bytes) {
    if (bytes.length() == 0) {
      return BINARY;
    }
    int[] state = {GOLDEN_RATIO, GOLDEN_RATIO, BINARY};
    int offset = 0;
    for (; bytes.length() - offset >= 12; offset += 12) {
      state[0] += word(bytes, offset, 0);
      state[1] += word(bytes, offset + 4, 0);
      state[2] += word(bytes, offset + 8, 0);
      mix(state);
    }
    state[0] += word(bytes, offset, 0);
    state[1] += word(bytes, offset + 4, 0);
    // The lowest byte of the third word is kept for the length.
    state[2] += bytes.length() + word(bytes, offset + 8, 1);
    mix(state);
    return state[2];
  }

  /** Little-endian, from the given byte of the word on; bytes past the end count as zero. */
  private static int word(Bytes bytes, int offset, int firstByte) {
    int word = 0;
    for (int i = firstByte; i < 4 && offset + i - firstByte < bytes.length(); i++) {
      word |= bytes.unsignedAt(offset + i - firstByte) << (8 * i);
    }
    return word;
  }

  private static void mix(int[] state) {
    int a = state[0];
    int b = state[1];
    int c = state[2];
    a = (a - b - c) ^ (c >>> 13);
    b = (b - c - a) ^ (a << 8);
    c = (c - a - b) ^ (b >>> 13);
    a = (a - b - c) ^ (c >>> 12);
    b = (b - c - a) ^ (a << 16);
    c = (c - a - b) ^ (b >>> 5);
    a = (a - b - c) ^ (c >>> 3);
    b = (b - c - a) ^ (a << 10);
    c = (c - a - b) ^ (b >>> 15);
    state[0] = a;
    state[1] = b;
    state[2] = c;
  }
}
