package io.apothik.door.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of things as people write it: {@code 10m} for ten million; k, m and g are known. */
final class Count implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})([kmgKMG]?)");
  private static final String UNITS = "kmg";
  private static final long STEP = 1_000;

  @Override
  public Long convert(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is no number such as 10m");
    }
    long count = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2).toLowerCase(Locale.ROOT);
    for (int i = unit.isEmpty() ? -1 : UNITS.indexOf(unit); i >= 0; i--) {
      count *= STEP;
    }
    return count;
  }
}
