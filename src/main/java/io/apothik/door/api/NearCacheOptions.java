package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;

/**
 * What a process keeps of a cache beside the cluster, for {@link Cache#get} and {@link
 * Cache#getOrLoad}.
 *
 * @param bytesMax how much it keeps at most, about: keys, encoded values and 100 bytes for each
 * @param stalenessMillis how old what it answers with may be
 */
public record NearCacheOptions(long bytesMax, long stalenessMillis) {
  public static final long STALENESS_MILLIS_MIN = 1_000;
  public static final long STALENESS_MILLIS_MAX = 60_000;

  /**
   * Checks the limits.
   *
   * @throws FailureException with BAD_REQUEST
   */
  public NearCacheOptions {
    if (bytesMax < 1) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST, "a near cache of %d bytes keeps nothing".formatted(bytesMax));
    }
    if (stalenessMillis < STALENESS_MILLIS_MIN || stalenessMillis > STALENESS_MILLIS_MAX) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "a staleness of %d ms is not between %d and %d"
              .formatted(stalenessMillis, STALENESS_MILLIS_MIN, STALENESS_MILLIS_MAX));
    }
  }
}
