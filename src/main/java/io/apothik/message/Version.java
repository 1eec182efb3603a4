package io.apothik.message;

/**
 * Which write an entry comes from: the term of the primary that took it, and that primary's count.
 * Of two versions of one key the greater is the newer.
 *
 * @param term the epoch in which the writing primary became primary of the slot
 * @param counter counts the writes of that term in the slot, from 1 on
 */
public record Version(long term, long counter) implements Comparable<Version> {
  /** Older than any write. */
  public static final Version NONE = new Version(0, 0);

  @Override
  public int compareTo(Version other) {
    return compareTo(other.term, other.counter);
  }

  private int compareTo(long otherTerm, long otherCounter) {
    int byTerm = byTerm(term, otherTerm);
    return byTerm != 0 ? byTerm : Long.compare(counter, otherCounter);
  }

  private static int byTerm(long term, long otherTerm) {
    return Long.compare(term, otherTerm);
  }

  public boolean isBefore(Version other) {
    return compareTo(other) < 0;
  }

  /** Whether it is before the version with that term and counter. */
  public boolean isBefore(long otherTerm, long otherCounter) {
    return compareTo(otherTerm, otherCounter) < 0;
  }

  /** Whether it is after the version with that term and counter. */
  public boolean isAfter(long otherTerm, long otherCounter) {
    return compareTo(otherTerm, otherCounter) > 0;
  }

  /** The version that the given primary's next write has. */
  public Version next() {
    return new Version(term, counter + 1);
  }

  /**
   * The version that the text stands for, such as {@code 7.12}.
   *
   * @throws FailureException with BAD_REQUEST if it is none
   */
  public static Version parse(String text) {
    if (!text.matches("[0-9]{1,18}\\.[0-9]{1,18}")) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST, "'%s' is no version such as 7.12".formatted(text));
    }
    int dot = text.indexOf('.');
    return new Version(
        Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
  }

  @Override
  public String toString() {
    return term + "." + counter;
  }
}
