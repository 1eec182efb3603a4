package io.apothik.door.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of bytes as people write it: {@code 64m} for 64 MiB; k, m and g are known. */
public final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,12})([kmgKMG]?)");
  private static final String UNITS = "kmg";
  private static final String[] LONG_UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

  @Override
  public Long convert(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(malformed.getMessage());
    }
  }

  /**
   * The number.
   *
   * @throws IllegalArgumentException if the text is none, or one of more than 63 bits
   */
  static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("'" + text + "' is no number of bytes such as 64m");
    }
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    int shift = unit.isEmpty() ? 0 : 10 * (1 + UNITS.indexOf(unit));
    long count = Long.parseLong(matcher.group(1));
    if (count > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is more bytes than can be counted");
    }
    return count << shift;
  }

  /** About how much it is, such as {@code 2.7 GiB}. */
  static String about(long bytes) {
    double count = (double) bytes;
    int unit = 0;
    for (; count >= 1_024 && unit < LONG_UNITS.length - 1; unit++) {
      count /= 1_024;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", count, LONG_UNITS[unit]);
  }

  /** The shortest text for a number. */
  static String text(long bytes) {
    long count = bytes;
    String unit = "";
    for (int i = 0; i < UNITS.length() && count > 0 && count % 1_024 == 0; i++) {
      count /= 1_024;
      unit = UNITS.substring(i, i + 1);
    }
    return count + unit;
  }
}
