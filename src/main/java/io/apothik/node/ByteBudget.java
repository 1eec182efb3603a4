package io.apothik.node;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of values the answer to one request about many keys may still take. Safe for use
 * by several threads.
 */
final class ByteBudget {
  private final AtomicLong left = new AtomicLong(Limits.MANY_BYTES_MAX);

  /** The reply, or TOO_MANY_BYTES in its place if its value has no room any more. */
  Reply admit(Reply reply) {
    int length =
        reply instanceof Reply.Value value && value.valueOrNull() != null
            ? value.valueOrNull().length()
            : 0;
    if (left.addAndGet(-length) >= 0) {
      return reply;
    }
    left.addAndGet(length);
    return new Reply.Failure(
        ErrorCode.TOO_MANY_BYTES,
        "the value has %d bytes, and all values of one answer %d at most"
            .formatted(length, Limits.MANY_BYTES_MAX),
        0);
  }
}
