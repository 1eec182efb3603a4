package io.apothik.message;

/**
 * What planned moves of primaries cost callers: for how long nobody answered for a slot, from the
 * old primary's stop to the new one's begin.
 *
 * @param moves how many slots moved so
 * @param longestMillis the longest of their pauses
 * @param sumMillis all of their pauses together
 */
public record Pauses(long moves, long longestMillis, long sumMillis) {
  /** Nothing moved. */
  public static final Pauses NONE = new Pauses(0, 0, 0);

  /** These, and another one. */
  public Pauses and(long millis) {
    return and(new Pauses(1, millis, millis));
  }

  /** These and others. */
  public Pauses and(Pauses others) {
    return new Pauses(
        moves + others.moves,
        Math.max(longestMillis, others.longestMillis),
        sumMillis + others.sumMillis);
  }

  /** The mean pause, 0 if nothing moved. */
  public long meanMillis() {
    return moves == 0 ? 0 : Math.round((double) sumMillis / moves);
  }
}
