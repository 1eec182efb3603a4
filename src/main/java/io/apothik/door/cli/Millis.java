package io.apothik.door.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads spans of time such as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, in milliseconds.
 */
final class Millis implements ITypeConverter<Long> {
  private static final Pattern SPAN = Pattern.compile("([0-9]{1,12})(ms|s|m|h)?");

  /** The span's milliseconds; a plain number counts seconds. */
  @Override
  public Long convert(String text) {
    Matcher parts = SPAN.matcher(text);
    if (!parts.matches()) {
      throw new TypeConversionException("'" + text + "' is no time such as 500ms, 30s, 5m or 2h");
    }
    return Long.parseLong(parts.group(1)) * millis(parts.group(2) == null ? "s" : parts.group(2));
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 1_000;
    };
  }
}
