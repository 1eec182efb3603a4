package io.apothik.node;

import io.apothik.message.Traffic;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * What a node does at the moment, by counts that only grow and that are read once a second. Safe
 * for use by several threads.
 */
final class Rates {
  /** One reading more than seconds, as rates are between two. */
  private static final int READINGS_MAX = 61;

  /** Rates are over so many seconds: one alone would jump with the timer that reads. */
  private static final int RATE_READINGS = 4;

  private record Reading(long atNanos, Traffic traffic) {}

  /** Newest first. */
  private final Deque<Reading> readings = new ArrayDeque<>();

  /** The counts as they are at that time, by {@link System#nanoTime}. */
  synchronized void read(long atNanos, Traffic traffic) {
    readings.addFirst(new Reading(atNanos, traffic));
    if (readings.size() > READINGS_MAX) {
      readings.removeLast();
    }
  }

  /** Over the last full seconds, as far as there were any; 0 before that. */
  synchronized long requestsPerSecond() {
    if (readings.size() < 2) {
      return 0;
    }
    Reading now = readings.getFirst();
    Reading then = now;
    Iterator<Reading> earlier = readings.iterator();
    for (int i = 0; i < RATE_READINGS && earlier.hasNext(); i++) {
      then = earlier.next();
    }
    double seconds = (now.atNanos() - then.atNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
    return Math.round(now.traffic().since(then.traffic()).requests() / Math.max(seconds, 1e-3));
  }

  /** What was done in the last minute. */
  synchronized Traffic lastMinute() {
    return readings.isEmpty()
        ? Traffic.NONE
        : readings.getFirst().traffic().since(readings.getLast().traffic());
  }
}
