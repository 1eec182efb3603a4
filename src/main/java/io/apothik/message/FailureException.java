package io.apothik.message;

/** Carries a {@link Reply.Failure} where a value was expected; has no stack trace. */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  public FailureException(ErrorCode code, String reason) {
    super(reason, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The reply that says the same. */
  public Reply.Failure failure() {
    return new Reply.Failure(code, String.valueOf(getMessage()), 0);
  }
}
