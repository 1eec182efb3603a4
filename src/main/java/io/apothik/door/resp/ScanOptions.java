package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a client says about a scan.
 *
 * @param cursor where to go on, as it was told before; 0 to begin
 * @param count how many elements it would like
 * @param typeOrNull the type that the values must have, if it says so
 */
record ScanOptions(long cursor, Glob pattern, int count, @Nullable String typeOrNull) {
  private static final int COUNT_DEFAULT = 10;
  private static final int DECIMAL = 10;
  private static final Glob ANY = new Glob(Bytes.utf8("*"));

  /**
   * Reads them.
   *
   * @param place of the cursor
   * @param typed whether a type may be named
   * @throws CommandException if one is malformed
   */
  static ScanOptions of(Arguments arguments, int place, boolean typed) {
    ScanOptions options = ofCursor(arguments, place);
    for (int at = place + 1; at < arguments.count(); at += 2) {
      if (at + 1 == arguments.count()) {
        throw CommandException.syntax();
      }
      options = options.with(arguments, at, typed);
    }
    return options;
  }

  /**
   * Reads the cursor alone.
   *
   * @throws CommandException if it is malformed
   */
  static ScanOptions ofCursor(Arguments arguments, int place) {
    return new ScanOptions(cursor(arguments.text(place)), ANY, COUNT_DEFAULT, null);
  }

  /** As C's strtoul reads it: nothing is 0, and what is negative counts from the end. */
  private static long cursor(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return text.startsWith("-")
          ? -Long.parseUnsignedLong(text, 1, text.length(), DECIMAL)
          : Long.parseUnsignedLong(text);
    } catch (NumberFormatException malformed) {
      throw new CommandException("ERR invalid cursor");
    }
  }

  private ScanOptions with(Arguments arguments, int at, boolean typed) {
    switch (arguments.option(at)) {
      case "match" -> {
        return new ScanOptions(cursor, new Glob(arguments.at(at + 1)), count, typeOrNull);
      }
      case "count" -> {
        long wanted = arguments.integer(at + 1);
        if (wanted < 1) {
          throw CommandException.syntax();
        }
        return new ScanOptions(
            cursor, pattern, (int) Math.min(wanted, Integer.MAX_VALUE), typeOrNull);
      }
      case "type" -> {
        if (typed) {
          return new ScanOptions(cursor, pattern, count, arguments.option(at + 1));
        }
        throw CommandException.syntax();
      }
      default -> throw CommandException.syntax();
    }
  }

  boolean matches(Bytes text) {
    return pattern.isAny() || pattern.matches(text);
  }
}
