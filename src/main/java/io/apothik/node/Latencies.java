package io.apothik.node;

import io.apothik.message.Observation;
import io.apothik.slot.Bytes;
import java.nio.ByteBuffer;
import org.HdrHistogram.Histogram;

/**
 * How long requests took, in microseconds: a histogram whose buckets are a sixteenth of their value
 * wide, or less, so that is what a percentile can be too high by. Histograms can be added, which
 * percentiles cannot. Takes 3 KiB, and encoded some hundred bytes. Not safe for use by several
 * threads.
 */
final class Latencies {
  /** Longer than any caller waits; what takes longer counts as that. */
  private static final long MICROS_MAX = 60_000_000;

  private static final int SIGNIFICANT_DIGITS = 1;

  private final Histogram histogram = new Histogram(1, MICROS_MAX, SIGNIFICANT_DIGITS);

  void record(long micros) {
    histogram.recordValue(Math.min(Math.max(micros, 0), MICROS_MAX));
  }

  long count() {
    return histogram.getTotalCount();
  }

  void clear() {
    histogram.reset();
  }

  /** These as bytes, none if there are no latencies. */
  Bytes encoded() {
    if (count() == 0) {
      return Bytes.EMPTY;
    }
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoByteBuffer(buffer);
    return Bytes.copyOf(buffer.array(), 0, length);
  }

  /** Adds those that {@link #encoded} made bytes of, here or on another node. */
  void add(Bytes encoded) {
    if (encoded.length() > 0) {
      histogram.add(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(encoded.toArray()), MICROS_MAX));
    }
  }

  /** So many of 100 took no longer than that; 0 if there are none. */
  long percentile(double percent) {
    return count() == 0 ? 0 : histogram.getValueAtPercentile(percent);
  }

  Observation.Latencies summary() {
    return count() == 0
        ? Observation.Latencies.NONE
        : new Observation.Latencies(percentile(50), percentile(99), percentile(99.9));
  }
}
