package io.apothik.message;

import java.util.OptionalLong;

/**
 * How far a node is with filling learners.
 *
 * @param slots how many copies it is still to fill
 * @param bytes how many bytes it is still to send for that, about
 * @param bytesPerSecond how many it sent lately, or 0 if that is not known
 */
public record FillProgress(int slots, long bytes, long bytesPerSecond) {
  /** There is nothing to fill. */
  public static final FillProgress NONE = new FillProgress(0, 0, 0);

  /** How far two parts of a node are together. */
  public FillProgress and(FillProgress other) {
    return new FillProgress(
        slots + other.slots, bytes + other.bytes, bytesPerSecond + other.bytesPerSecond);
  }

  /** How long it takes if it goes on as lately; nothing if that is not known. */
  public OptionalLong millisLeft() {
    if (bytes == 0) {
      return OptionalLong.of(0);
    }
    return bytesPerSecond == 0
        ? OptionalLong.empty()
        : OptionalLong.of((long) (1_000.0 * bytes / bytesPerSecond));
  }
}
