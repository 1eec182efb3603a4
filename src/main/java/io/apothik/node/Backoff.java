package io.apothik.node;

/** How long to wait before the n-th retry: 2 ms, doubling up to 64 ms. */
final class Backoff {
  private static final long FIRST_MILLIS = 2;
  private static final int DOUBLINGS_MAX = 5;

  private Backoff() {}

  /**
   * The wait before a retry.
   *
   * @param retry counts from 0
   */
  static long millis(int retry) {
    return FIRST_MILLIS << Math.min(retry, DOUBLINGS_MAX);
  }
}
