package io.apothik.bench.load;

import java.util.Random;

/**
 * What is asked, in its order: drawn before the measurement, so that drawing costs nothing in it. A
 * number from 0 on is a read of that key, its complement a write.
 *
 * <p>Zipf: the key of rank r is asked with a probability in proportion to r<sup>-0.99</sup>, as in
 * J. Gray et al., "Quickly generating billion-record synthetic databases" (1994); ranks are spread
 * over the keys at random.
 */
public final class Sequence {
  private static final int LENGTH = 1 << 20;
  private static final int MASK = LENGTH - 1;
  private static final double ZIPF = 0.99;
  private static final int PERCENT = 100;
  private static final long SEED = 20_261_124;

  private final int[] asked;

  private Sequence(int[] asked) {
    this.asked = asked;
  }

  /**
   * A sequence for the given keys.
   *
   * @param zipf whether some keys are asked more than others
   * @param readPercent how many of a hundred requests are reads, at random
   */
  public static Sequence of(int keys, boolean zipf, int readPercent) {
    Random random = new Random(SEED);
    int[] shuffled = shuffled(keys, random);
    double[] sums = zipf ? sums(keys) : new double[0];
    int[] asked = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      int rank = zipf ? rank(sums, random.nextDouble()) : random.nextInt(keys);
      int key = shuffled[rank];
      asked[i] = random.nextInt(PERCENT) < readPercent ? key : ~key;
    }
    return new Sequence(asked);
  }

  /** What is asked at this place; beyond the end, it begins anew. */
  int at(int place) {
    return asked[place & MASK];
  }

  /** Where one of several that ask at once begins. */
  static int start(int one, int several) {
    return (int) ((long) LENGTH * one / several);
  }

  private static int[] shuffled(int keys, Random random) {
    int[] all = new int[keys];
    for (int i = 0; i < keys; i++) {
      int other = random.nextInt(i + 1);
      all[i] = all[other];
      all[other] = i;
    }
    return all;
  }

  private static double[] sums(int keys) {
    double[] sums = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += Math.pow(i + 1.0, -ZIPF);
      sums[i] = sum;
    }
    return sums;
  }

  private static int rank(double[] sums, double share) {
    double wanted = share * sums[sums.length - 1];
    int low = 0;
    int high = sums.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sums[middle] < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
