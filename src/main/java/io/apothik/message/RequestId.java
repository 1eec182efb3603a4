package io.apothik.message;

/**
 * Tells a write that is tried again from a new one.
 *
 * @param series of the master that sends it; no two series are the same, of any two processes
 * @param number counts the writes of the series from 1 on; 0 if it is never tried again
 */
public record RequestId(long series, long number) {
  /** Of what needs not be known again: reads, and what is tried once. */
  public static final RequestId NONE = new RequestId(0, 0);

  public boolean isNumbered() {
    return number != 0;
  }
}
