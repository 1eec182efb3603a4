package io.apothik.replica;

/**
 * What an entry counts as, in bytes of memory: against a node's budget, and when slots are filled.
 */
public final class Weight {
  /** What the maps and objects around an entry take at its primary, by measurement. */
  private static final int OVERHEAD_BYTES = 130;

  /** What it takes more to know when an entry's time is over. */
  private static final int LIFETIME_BYTES = 88;

  private Weight() {}

  /**
   * That of an entry whose key and value are so long.
   *
   * @param mortal whether its time can end
   */
  public static int of(int keyBytes, int valueBytes, boolean mortal) {
    return OVERHEAD_BYTES + (mortal ? LIFETIME_BYTES : 0) + keyBytes + valueBytes;
  }
}
