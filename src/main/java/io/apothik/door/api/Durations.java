package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import java.time.Duration;

/** Durations as the milliseconds that requests have. */
final class Durations {
  private Durations() {}

  /**
   * The duration in milliseconds.
   *
   * @param what it is, for messages to people
   * @throws FailureException with BAD_REQUEST if it is not between 1 ms and the maximum
   */
  static long millis(String what, Duration duration, long maxMillis) {
    if (duration.compareTo(Duration.ofMillis(1)) < 0
        || duration.compareTo(Duration.ofMillis(maxMillis)) > 0) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "%s %s is not between 1 ms and %d ms".formatted(what, duration, maxMillis));
    }
    return duration.toMillis();
  }
}
