package io.apothik.door.resp;

import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import java.util.Map;

/**
 * When an entry is to end, as a client says it.
 *
 * @param over whether that has passed
 * @param lifetime from now on, if it has not; one that is too long is cut to the limit
 */
record Expiry(boolean over, Lifetime lifetime) {
  private static final long SECOND_MILLIS = 1_000;

  /** What the options of a command mean. */
  private static final Map<String, Unit> OPTIONS =
      Map.of(
          "ex", new Unit(true, false),
          "px", new Unit(false, false),
          "exat", new Unit(true, true),
          "pxat", new Unit(false, true));

  /**
   * How a number is meant.
   *
   * @param seconds instead of milliseconds
   * @param absolute since 1970 instead of from now on
   */
  record Unit(boolean seconds, boolean absolute) {}

  static boolean isOption(String option) {
    return OPTIONS.containsKey(option);
  }

  /**
   * What an option of a command that stores or reads a value says.
   *
   * @throws CommandException if the number is not positive, or too large
   */
  static Expiry ofOption(String option, long number, String command) {
    if (number <= 0) {
      throw invalid(command);
    }
    Unit unit = OPTIONS.get(option);
    if (unit == null) {
      throw new IllegalArgumentException("no option " + option);
    }
    return of(unit, number, command);
  }

  /**
   * What the number says.
   *
   * @throws CommandException if it is too large for a time in milliseconds since 1970
   */
  static Expiry of(Unit unit, long number, String command) {
    long now = System.currentTimeMillis();
    try {
      long millis = unit.seconds ? Math.multiplyExact(number, SECOND_MILLIS) : number;
      long end = unit.absolute ? millis : Math.addExact(now, millis);
      boolean over = end <= now;
      long ttl = over ? 0 : Math.min(end - now, Limits.LIFETIME_MILLIS_MAX);
      return new Expiry(over, new Lifetime(ttl, 0));
    } catch (ArithmeticException tooLarge) {
      throw invalid(command);
    }
  }

  private static CommandException invalid(String command) {
    return new CommandException("ERR invalid expire time in '" + command + "' command");
  }

  /** The number of whole seconds that is nearest. */
  static long seconds(long millis) {
    return (millis + SECOND_MILLIS / 2) / SECOND_MILLIS;
  }
}
