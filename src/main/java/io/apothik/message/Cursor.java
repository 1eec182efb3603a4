package io.apothik.message;

import io.apothik.slot.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a scan has come. It names a slot and a key, and no node, so it holds wherever slots go.
 *
 * @param slot every slot before it is done
 * @param afterOrNull the last key of this slot that is done, in byte order; null if none is
 */
public record Cursor(int slot, @Nullable Bytes afterOrNull) implements Comparable<Cursor> {
  /** Before everything. */
  public static final Cursor START = new Cursor(0, null);

  private static final Comparator<Cursor> ORDER =
      Comparator.comparingInt(Cursor::slot)
          .thenComparing(Cursor::afterOrNull, Comparator.nullsFirst(Comparator.naturalOrder()));

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})(?:\\.([A-Za-z0-9_-]+))?");

  /**
   * The cursor that the text stands for.
   *
   * @throws FailureException with BAD_REQUEST if it is none
   */
  public static Cursor parse(String text) {
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw malformed();
    }
    try {
      String after = parts.group(2);
      return new Cursor(
          Integer.parseInt(parts.group(1)),
          after == null ? null : Bytes.copyOf(Base64.getUrlDecoder().decode(after)));
    } catch (IllegalArgumentException notBase64) {
      throw malformed();
    }
  }

  private static FailureException malformed() {
    return new FailureException(
        ErrorCode.BAD_REQUEST, "the cursor is none that a scan or a clear answered with");
  }

  /** Which of two is farther. */
  @Override
  public int compareTo(Cursor other) {
    return ORDER.compare(this, other);
  }

  /** This cursor in a word, for {@link #parse}. */
  public String text() {
    if (afterOrNull == null) {
      return Integer.toString(slot);
    }
    byte[] encoded = Base64.getUrlEncoder().withoutPadding().encode(afterOrNull.toArray());
    return slot + "." + new String(encoded, StandardCharsets.US_ASCII);
  }
}
