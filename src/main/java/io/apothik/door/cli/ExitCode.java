package io.apothik.door.cli;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;

/** How commands end, and what they say of failures. */
public final class ExitCode {
  public static final int DONE = 0;
  public static final int ABSENT = 1;
  public static final int USAGE = 2;
  public static final int UNREACHABLE = 3;
  public static final int REFUSED = 4;

  private ExitCode() {}

  /** The exit code for a failure with the given code. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case BAD_REQUEST, UNKNOWN_OP, KEY_EMPTY, KEY_TOO_LONG, VALUE_TOO_LONG -> USAGE;
      default -> REFUSED;
    };
  }

  /** A failure as it is shown to people. */
  public static String describe(FailureException failure) {
    return "error: %s (%d): %s"
        .formatted(failure.code(), failure.code().number(), failure.getMessage());
  }
}
