package io.apothik.message;

/**
 * How long an entry lives.
 *
 * @param ttlMillis from now on, or 0 for as long as there is room
 * @param maxIdleMillis since it was last read or written, or 0 for any time
 */
public record Lifetime(long ttlMillis, long maxIdleMillis) {
  /** As long as there is room. */
  public static final Lifetime UNLIMITED = new Lifetime(0, 0);

  /**
   * Checks the limits.
   *
   * @throws FailureException with BAD_REQUEST
   */
  public Lifetime {
    require("ttl", ttlMillis);
    require("max-idle", maxIdleMillis);
  }

  private static void require(String what, long millis) {
    if (millis < 0 || millis > Limits.LIFETIME_MILLIS_MAX) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "%s %d ms is not between 0 and %d".formatted(what, millis, Limits.LIFETIME_MILLIS_MAX));
    }
  }
}
