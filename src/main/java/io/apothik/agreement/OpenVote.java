package io.apothik.agreement;

/**
 * Whether somebody voted for a table, a while ago, that was not chosen. Nobody who did grants
 * leases until there is another, so there has to be one.
 */
final class OpenVote {
  private static final long STUCK_MILLIS = 1_000;

  private long acceptedEpoch;
  private long sinceMillis;
  private long toldAtMillis = Long.MIN_VALUE / 2;

  /** Somebody voted for a table of this epoch. */
  void accepted(long epoch) {
    acceptedEpoch = Math.max(acceptedEpoch, epoch);
  }

  /**
   * Whether there has to be another table; to be asked again and again.
   *
   * @param epoch of the table in force
   */
  boolean isStuck(long epoch, long nowMillis) {
    if (acceptedEpoch <= epoch) {
      sinceMillis = nowMillis;
    }
    return nowMillis - sinceMillis > STUCK_MILLIS;
  }

  /** Whether it is time to tell others, if it is stuck; they are told once then. */
  boolean isToBeTold(long nowMillis) {
    boolean due = nowMillis - toldAtMillis >= STUCK_MILLIS;
    toldAtMillis = due ? nowMillis : toldAtMillis;
    return due;
  }
}
