package io.apothik.slot;

import java.util.Comparator;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A node's identity in the ring and its event-bus address, such as {@code apothik_3@127.0.0.1}: a
 * word, if wanted an underscore and a number from 1 on, an at-sign, and the host that it binds to.
 *
 * @param value the whole name
 */
public record NodeName(String value) {
  /** The longest name that is accepted, in characters. */
  public static final int CHARS_MAX = 255;

  /** The greatest number that a name can have. */
  public static final int NUMBER_MAX = 999_999_999;

  /** By number, then by name; a name without a number comes after all that have one. */
  public static final Comparator<NodeName> BY_NUMBER =
      Comparator.comparingInt((NodeName name) -> name.number().orElse(Integer.MAX_VALUE))
          .thenComparing(NodeName::value);

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]*(?:_([1-9][0-9]{0,8}))?@[A-Za-z0-9.:-]+");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the name is malformed or too long
   */
  public NodeName {
    if (value.length() > CHARS_MAX) {
      throw new IllegalArgumentException(
          "a node name has at most %d characters, this one %d"
              .formatted(CHARS_MAX, value.length()));
    }
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a node name such as apothik_3@127.0.0.1".formatted(value));
    }
  }

  /** The name {@code apothik_NUMBER@HOST}. */
  public static NodeName numbered(int number, String host) {
    return new NodeName("apothik_" + number + "@" + host);
  }

  /** The number after the underscore, if there is one. */
  public OptionalInt number() {
    Matcher matcher = FORM.matcher(value);
    String digits = matcher.matches() ? matcher.group(1) : null;
    return digits == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(digits));
  }

  /** The host after the at-sign. */
  public String host() {
    return value.substring(value.indexOf('@') + 1);
  }

  // Written out: names are looked up with each request, and what a record has by itself is slow
  // where there is no second compiler. Most names are alike up to a number, but not their hashes.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof NodeName that
            && value.hashCode() == that.value.hashCode()
            && value.equals(that.value));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
