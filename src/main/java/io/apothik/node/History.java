package io.apothik.node;

import io.apothik.message.Activity.Calls;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Sample;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a node did in the last hour, in {@link Sample}s. A sample takes 200 bytes and its histogram,
 * which has 1.5 KiB at the most: so all of them have 1.2 MiB at the most, and some hundred KiB
 * where latencies are much alike.
 *
 * <p>Requests are counted on the context of the lanes, and samples taken there; both are read by
 * any thread.
 */
final class History {
  /** Counts that only grow, of which a sample has the difference. */
  record Totals(long evicted, long bytesIn, long bytesOut) {
    static final Totals NONE = new Totals(0, 0, 0);
  }

  private final Latencies latencies = new Latencies();
  private final Map<ErrorCode, Long> errors = new EnumMap<>(ErrorCode.class);
  private final Deque<Sample> samples = new ArrayDeque<>();
  private Totals before = Totals.NONE;

  /** One thread writes. */
  private final AtomicInteger inFlight = new AtomicInteger();

  private volatile Calls latest = Calls.NONE;

  /** A caller's request was taken in. */
  void began() {
    inFlight.setRelease(inFlight.getPlain() + 1);
  }

  /** A caller's request has its reply, which is no error. */
  void ended(long micros) {
    inFlight.setRelease(inFlight.getPlain() - 1);
    latencies.record(micros);
  }

  /** A caller's request has its reply, which is that error. */
  void failed(long micros, ErrorCode code) {
    ended(micros);
    errors.merge(code, 1L, Long::sum);
  }

  /**
   * Makes a sample of what came since the last one.
   *
   * @param bytesKnown whether anybody counts the bytes
   */
  void sample(long atMillis, Totals now, boolean bytesKnown) {
    Sample sample =
        new Sample(
            atMillis,
            latencies.count(),
            latencies.encoded(),
            errors,
            now.evicted() - before.evicted(),
            bytesKnown ? now.bytesIn() - before.bytesIn() : Sample.UNKNOWN,
            bytesKnown ? now.bytesOut() - before.bytesOut() : Sample.UNKNOWN);
    latest =
        new Calls(
            latencies.count(),
            errors.values().stream().mapToLong(Long::longValue).sum(),
            latencies.percentile(50),
            latencies.percentile(99));
    before = now;
    latencies.clear();
    errors.clear();
    synchronized (samples) {
      samples.addLast(sample);
      if (samples.size() > Limits.SAMPLES_MAX) {
        samples.removeFirst();
      }
    }
  }

  /** The latest samples, oldest first. */
  List<Sample> samples(int count) {
    synchronized (samples) {
      List<Sample> all = new ArrayList<>(samples);
      return List.copyOf(all.subList(Math.max(0, all.size() - count), all.size()));
    }
  }

  /** What the last sample says of requests. */
  Calls latest() {
    return latest;
  }

  /** How many requests callers wait for. */
  int inFlight() {
    return inFlight.get();
  }
}
