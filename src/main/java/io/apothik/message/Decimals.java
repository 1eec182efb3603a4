package io.apothik.message;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Decimal numbers as text: which are taken, and how sums are written. */
public final class Decimals {
  /** Digits behind the point that a sum keeps. */
  public static final int FRACTION_DIGITS_MAX = 17;

  private static final int TEXT_CHARACTERS_MAX = 64;
  private static final int EXPONENT_MAX = 308;
  private static final Pattern FORM =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");

  private Decimals() {}

  /**
   * The number that the text stands for, rounded to {@link #FRACTION_DIGITS_MAX} digits behind the
   * point; nothing if it stands for none, or for one of more than 308 digits before it.
   */
  public static Optional<BigDecimal> parse(String text) {
    if (text.length() > TEXT_CHARACTERS_MAX || !FORM.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal number = new BigDecimal(text);
    long exponent = (long) number.precision() - number.scale();
    if (exponent > EXPONENT_MAX) {
      return Optional.empty();
    }
    return Optional.of(
        exponent < -EXPONENT_MAX
            ? BigDecimal.ZERO
            : number.setScale(FRACTION_DIGITS_MAX, RoundingMode.HALF_EVEN));
  }

  /** The number as text: no exponent, and no zeros at the end of a fraction. */
  public static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
