package io.apothik.history;

import org.jspecify.annotations.Nullable;

/** What a client was told about an operation that ended. */
public sealed interface Outcome {
  /**
   * A get found this.
   *
   * @param version null if the reply named none
   */
  record Found(String value, @Nullable String version) implements Outcome {
    public Found(String value) {
      this(value, null);
    }
  }

  /** A get found nothing. */
  record Absent() implements Outcome {}

  /**
   * A put of any kind, or a compare-and-set, took effect.
   *
   * @param version the one that it was given; null if the reply named none
   */
  record Stored(@Nullable String version) implements Outcome {
    public Stored() {
      this(null);
    }
  }

  /** A put or a compare-and-set found its condition unmet, and changed nothing. */
  record NotStored() implements Outcome {}

  /** Whether the key was there: for exists, and for delete before it was deleted. */
  record Presence(boolean found) implements Outcome {}

  /** The number that an increment left behind. */
  record Sum(long value) implements Outcome {}

  /** The length of the value that an append left behind, in bytes of UTF-8. */
  record Length(int bytes) implements Outcome {}
}
