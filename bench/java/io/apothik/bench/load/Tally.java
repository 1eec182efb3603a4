package io.apothik.bench.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What requests took. Each thread that ends some writes to a part of its own. */
final class Tally {
  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(120);
  private static final int DIGITS = 3;

  /** What one thread noted. */
  static final class Part {
    private final Histogram nanos = new Histogram(NANOS_MAX, DIGITS);
    private long absent;
    private long failed;
    private @Nullable Throwable failure;

    void took(long duration) {
      nanos.recordValue(Math.min(Math.max(duration, 0), NANOS_MAX));
    }

    void absent() {
      absent++;
    }

    void failed(Throwable cause) {
      failed++;
      failure = cause;
    }
  }

  /** By thread; the threads of the common pool forget what is thread-local after each task. */
  private final Map<Thread, Part> parts = new ConcurrentHashMap<>();

  Part mine() {
    Thread self = Thread.currentThread();
    Part mine = parts.get(self);
    return mine == null ? parts.computeIfAbsent(self, thread -> new Part()) : mine;
  }

  /** All parts together; only when nothing is under way any more. */
  Outcome outcome(double seconds, long unfinished) {
    Histogram all = new Histogram(NANOS_MAX, DIGITS);
    long absent = 0;
    long failed = 0;
    String failure = "";
    for (Part part : parts.values()) {
      all.add(part.nanos);
      absent += part.absent;
      failed += part.failed;
      failure = part.failure == null ? failure : String.valueOf(part.failure);
    }
    return new Outcome(
        all.getTotalCount(),
        seconds,
        micros(all, 50),
        micros(all, 99),
        micros(all, 99.9),
        all.getMaxValue() / 1_000.0,
        absent,
        failed,
        unfinished,
        failure);
  }

  private static double micros(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / 1_000.0;
  }
}
