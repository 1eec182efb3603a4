package io.apothik;

/** Where random tests begin: a new seed each time, or the one that {@code -Dapothik.seed} names. */
public final class Seed {
  private Seed() {}

  /** The seed for one test, which it names when it fails. */
  public static long next() {
    return Long.getLong("apothik.seed", System.nanoTime());
  }

  /** Whether the caller asked for one certain seed. */
  public static boolean isGiven() {
    return Long.getLong("apothik.seed") != null;
  }
}
