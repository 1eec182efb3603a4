package io.apothik.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * From one time to another, in milliseconds since the cluster was ready.
 *
 * @param what what was so
 */
public record Interval(long fromMillis, long toMillis, String what) {
  long millis() {
    return toMillis - fromMillis;
  }

  /** What lies between these times, and before the first and after the last, and is that long. */
  static List<Interval> gaps(List<Long> times, long endMillis, long millisMin, String what) {
    List<Interval> gaps = new ArrayList<>();
    long from = 0;
    for (long time : times.stream().sorted().toList()) {
      add(gaps, new Interval(from, Math.min(time, endMillis), what), millisMin);
      from = time;
    }
    add(gaps, new Interval(from, endMillis, what), millisMin);
    return gaps;
  }

  private static void add(List<Interval> gaps, Interval gap, long millisMin) {
    if (gap.millis() >= millisMin) {
      gaps.add(gap);
    }
  }
}
