package io.apothik.message;

/**
 * Why a request failed, with the two answers that a caller needs: may it try again, and could the
 * request have been applied?
 */
public enum ErrorCode {
  BAD_REQUEST(1, Retry.NO, Applied.NO),
  UNKNOWN_OP(2, Retry.NO, Applied.NO),
  KEY_EMPTY(3, Retry.NO, Applied.NO),
  KEY_TOO_LONG(4, Retry.NO, Applied.NO),
  VALUE_TOO_LONG(5, Retry.NO, Applied.NO),
  BAD_FRAME(6, Retry.NO, Applied.NO),
  TOO_MANY_CONNECTIONS(7, Retry.YES, Applied.NO),

  /** The node does not serve the key's slot under its table, or is just handing it over. */
  NOT_OWNER(10, Retry.YES, Applied.NO),
  /** No node serves the slot: the ring is empty, or no table is known yet. */
  NO_OWNER(11, Retry.YES, Applied.NO),
  /** The node that was asked stores nothing. */
  KEEPS_NOTHING(12, Retry.NO, Applied.NO),
  UNKNOWN_NODE(13, Retry.NO, Applied.NO),
  AMBIGUOUS_NODE(14, Retry.NO, Applied.NO),
  /**
   * The node may not answer yet, or for the moment: it is taking over, or has no lease, or is a
   * backup and cannot tell.
   */
  NOT_READY(15, Retry.YES, Applied.NO),
  /** Too many requests wait for the node, or too many writes of the slot for its copies. */
  BUSY(16, Retry.YES, Applied.NO),
  /** The value is no decimal 64-bit integer. */
  NOT_A_NUMBER(17, Retry.NO, Applied.NO),
  /** The sum has more than 64 bits. */
  OVERFLOW(18, Retry.NO, Applied.NO),

  /** The value has no room in the answer, beside the others that were asked for. */
  TOO_MANY_BYTES(19, Retry.NO, Applied.NO),

  /** The node did not answer in time; a write may have been applied. */
  TIMEOUT(20, Retry.YES, Applied.MAYBE),
  /** The node left the cluster before it answered; a write may have been applied. */
  NODE_LEFT(21, Retry.YES, Applied.MAYBE),
  /** Nothing listened at the node's address. */
  UNREACHABLE(22, Retry.YES, Applied.NO),
  /** No owner accepted the request before the caller's deadline. */
  UNAVAILABLE(23, Retry.YES, Applied.NO),
  /** The primary was replaced before all copies had the write, or it was too late to tell. */
  UNDECIDED(24, Retry.YES, Applied.MAYBE),
  /** This side of the cluster has no majority of the cache nodes. */
  NO_QUORUM(25, Retry.YES, Applied.NO),
  /** A late try of a write that was answered before; it did nothing, and no caller sees this. */
  ANSWERED(26, Retry.NO, Applied.MAYBE),

  /** The value is not of the type that the operation is for. */
  WRONG_TYPE(27, Retry.NO, Applied.NO),
  /** The value is no decimal number, or the sum is too large for one. */
  NOT_A_DECIMAL(28, Retry.NO, Applied.NO),
  /** The keys of a transaction are not all in one slot. */
  CROSS_SLOT(29, Retry.NO, Applied.NO),

  NAME_TAKEN(30, Retry.NO, Applied.NO),
  /** No process in reach of this master can start or kill nodes. */
  NO_SUPERVISOR(31, Retry.NO, Applied.NO),
  START_FAILED(32, Retry.YES, Applied.NO),

  /** What is stored cannot be read as what the caller expects there. */
  UNREADABLE(40, Retry.NO, Applied.NO),
  /** What was to load a value that is not there gave none. */
  LOAD_FAILED(41, Retry.YES, Applied.NO),
  /** Nobody said who asks, or with a wrong password. */
  NOT_AUTHENTICATED(42, Retry.NO, Applied.NO),
  /** Who asks may not do that, or not with that key. */
  NO_PERMISSION(43, Retry.NO, Applied.NO),

  INTERNAL(50, Retry.NO, Applied.MAYBE);

  private enum Retry {
    YES,
    NO
  }

  /** Whether a request that failed could have taken effect all the same. */
  public enum Applied {
    NO,
    MAYBE
  }

  private final int number;
  private final Retry retry;
  private final Applied applied;

  ErrorCode(int number, Retry retry, Applied applied) {
    this.number = number;
    this.retry = retry;
    this.applied = applied;
  }

  /** The number that stands in a bridge's err frame; never changes once released. */
  public int number() {
    return number;
  }

  /** Whether the same request can succeed later, or elsewhere. */
  public boolean isRetryable() {
    return retry == Retry.YES;
  }

  public Applied applied() {
    return applied;
  }

  /**
   * The code with the given number.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ErrorCode numbered(int number) {
    for (ErrorCode code : values()) {
      if (code.number == number) {
        return code;
      }
    }
    throw new IllegalArgumentException("no error code has number " + number);
  }
}
