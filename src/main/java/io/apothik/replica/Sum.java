package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a counter.
 *
 * @param number the sum, if there is no failure
 * @param failureOrNull why there is none
 */
record Sum(long number, Reply.@Nullable Failure failureOrNull) {
  /**
   * Adds to a decimal 64-bit integer.
   *
   * @param counterOrNull as text; null for 0
   */
  static Sum of(@Nullable Bytes counterOrNull, long delta) {
    String text = counterOrNull == null ? "0" : counterOrNull.asText().orElse("");
    try {
      return new Sum(Math.addExact(parse(text), delta), null);
    } catch (NumberFormatException malformed) {
      return failed(
          ErrorCode.NOT_A_NUMBER, "'%s' is no decimal 64-bit integer".formatted(counterOrNull));
    } catch (ArithmeticException overflow) {
      return failed(ErrorCode.OVERFLOW, "%s plus %d has more than 64 bits".formatted(text, delta));
    }
  }

  private static Sum failed(ErrorCode code, String reason) {
    return new Sum(0, new Reply.Failure(code, reason, 0));
  }

  /** A number is written in one way only, as sums are. */
  private static long parse(String text) {
    long number = Long.parseLong(text);
    if (!Long.toString(number).equals(text)) {
      throw new NumberFormatException(text);
    }
    return number;
  }

  /** The sum as text. */
  Bytes text() {
    return Bytes.utf8(Long.toString(number));
  }

  /** What the caller is told. */
  Reply reply() {
    return failureOrNull == null ? new Reply.Number(number) : failureOrNull;
  }
}
