package io.apothik.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as people write them: {@code 500ms}, {@code 10s}, {@code 2m}. */
public final class Span {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  private Span() {}

  /**
   * The milliseconds.
   *
   * @throws IllegalArgumentException if the text is no such time
   */
  public static int millis(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no time: a number with ms, s or m is expected, such as 10s".formatted(text));
    }
    long unit =
        switch (parts.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          default -> 60_000;
        };
    long millis = Long.parseLong(parts.group(1)) * unit;
    if (millis > Scenario.MILLIS_MAX) {
      throw new IllegalArgumentException(
          "'%s' is longer than %s".formatted(text, text(Scenario.MILLIS_MAX)));
    }
    return (int) millis;
  }

  /** The shortest text that {@link #millis} reads as this. */
  public static String text(long millis) {
    if (millis % 1_000 != 0) {
      return millis + "ms";
    }
    return millis % 60_000 == 0 && millis > 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
  }

  /** Seconds with one decimal, for people to read. */
  static String seconds(long millis) {
    long tenths = Math.round(millis / 100.0);
    return tenths / 10 + "." + tenths % 10 + " s";
  }
}
