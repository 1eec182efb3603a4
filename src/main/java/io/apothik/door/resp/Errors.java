package io.apothik.door.resp;

import io.apothik.message.ErrorCode;
import io.apothik.message.Operation;
import io.apothik.message.Reply;

/** What clients are told that went wrong, in Redis's words where it has any. */
final class Errors {
  static final String WRONG_TYPE =
      "WRONGTYPE Operation against a key holding the wrong kind of value";

  private Errors() {}

  /** What is told of an operation that failed. */
  static String text(Reply.Failure failure, Operation operation) {
    return operation instanceof Operation.HashIncrement && failure.code() == ErrorCode.NOT_A_NUMBER
        ? "ERR hash value is not an integer"
        : text(failure);
  }

  static String text(Reply.Failure failure) {
    return switch (failure.code()) {
      case WRONG_TYPE -> WRONG_TYPE;
      case NOT_A_NUMBER -> "ERR value is not an integer or out of range";
      case OVERFLOW -> "ERR increment or decrement would overflow";
      case NOT_A_DECIMAL -> "ERR value is not a valid float";
      case CROSS_SLOT -> "CROSSSLOT Keys in request don't hash to the same slot";
      case NOT_AUTHENTICATED -> "NOAUTH Authentication required.";
      case NO_PERMISSION -> "NOPERM " + failure.reason();
      case BUSY -> "TRYAGAIN " + failure.reason();
      case NO_QUORUM, NO_OWNER, UNAVAILABLE, NOT_READY, NOT_OWNER, UNREACHABLE ->
          "CLUSTERDOWN " + failure.reason();
      case TIMEOUT, NODE_LEFT, UNDECIDED, INTERNAL -> uncertain(failure);
      default -> "ERR " + failure.reason();
    };
  }

  private static String uncertain(Reply.Failure failure) {
    return failure.code() == ErrorCode.INTERNAL
        ? "ERR " + failure.reason()
        : "UNCERTAIN it may have been applied: " + failure.reason();
  }
}
