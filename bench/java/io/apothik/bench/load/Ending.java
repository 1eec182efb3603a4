package io.apothik.bench.load;

import org.jspecify.annotations.Nullable;

/** Whom a request that ended is told to; from any thread, also before the call has returned. */
public interface Ending {
  /** What a read of an absent key tells instead of a length. */
  int ABSENT = -1;

  /**
   * It was done.
   *
   * @param bytes the length of the value that was read or written, or {@link #ABSENT}
   */
  void done(int bytes);

  /** It was not, or not for certain. */
  void failed(Throwable cause);

  /** A read came to its end: with a value, with none, or with a failure. */
  default void read(byte @Nullable [] value, @Nullable Throwable failure) {
    written(value == null ? ABSENT : value.length, failure);
  }

  /** A request about so many bytes came to its end, perhaps with a failure. */
  default void written(int bytes, @Nullable Throwable failure) {
    if (failure == null) {
      done(bytes);
    } else {
      failed(failure);
    }
  }
}
