package io.apothik.message;

import io.apothik.slot.Bytes;
import java.util.Map;

/**
 * What a node did in {@link Limits#SAMPLE_MILLIS}: what became of the requests about keys that its
 * master took in, as its callers see it, and what it cost.
 *
 * @param atMillis when that time ended, in milliseconds since 1970, a multiple of it
 * @param requests how many requests ended
 * @param latencies how long they took, in microseconds, all tries together: a histogram as
 *     HdrHistogram encodes it, or no bytes if there were none
 * @param errors how many failed, by code
 * @param evicted how many entries the node took away for want of room
 * @param bytesIn how much came over the network, or {@link #UNKNOWN} if nobody counts that
 * @param bytesOut how much went, or {@link #UNKNOWN}
 */
public record Sample(
    long atMillis,
    long requests,
    Bytes latencies,
    Map<ErrorCode, Long> errors,
    long evicted,
    long bytesIn,
    long bytesOut) {
  /** It was not counted. */
  public static final long UNKNOWN = -1;

  public Sample {
    errors = Map.copyOf(errors);
  }
}
