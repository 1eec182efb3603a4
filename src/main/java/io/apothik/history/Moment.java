package io.apothik.history;

import java.util.Comparator;

/**
 * When something began or ended. Where the clock did not advance, the order of recording decides: a
 * call that was recorded as ended before another began did end before it.
 *
 * @param time as the recorder's clock tells it, in its unit
 * @param sequence counts what was recorded
 */
record Moment(long time, long sequence) implements Comparable<Moment> {
  /** After everything, for what has no end. */
  static final Moment NEVER = new Moment(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Comparator<Moment> ORDER =
      Comparator.comparingLong(Moment::time).thenComparingLong(Moment::sequence);

  static Moment startOf(long time) {
    return new Moment(time, Long.MIN_VALUE);
  }

  static Moment endOf(long time) {
    return new Moment(time, Long.MAX_VALUE);
  }

  @Override
  public int compareTo(Moment other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return equals(NEVER) ? "?" : Long.toString(time);
  }
}
