package io.apothik.bench.load;

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
}
