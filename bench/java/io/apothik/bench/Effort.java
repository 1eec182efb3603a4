package io.apothik.bench;

/**
 * How long and how often.
 *
 * @param keys entries that are stored before a measurement
 * @param seconds of each measurement
 * @param warmUpSeconds of the same work before each
 * @param firstWarmUpSeconds of mixed work after a system was started and loaded
 * @param repetitions how often everything is measured
 */
record Effort(
    int keys, double seconds, double warmUpSeconds, double firstWarmUpSeconds, int repetitions) {
  static final int WARM_UP_READS = 50;
  static final int WARM_UP_DEPTH = 64;

  /** What starting and ending a system, and loading it, take on two cores in the mean of all. */
  private static final double START_SECONDS = 10;

  private static final double SECONDS_PER_MILLION_KEYS = 10;
  private static final double MILLION = 1e6;

  /** By how many places the order of systems moves each time, so that neighbours change late. */
  int rotation(int systems) {
    return Math.max(1, systems / Math.max(1, repetitions));
  }

  /** About how long a run takes. */
  double estimateSeconds(int systems, int cells, int valueSizes) {
    double loading = SECONDS_PER_MILLION_KEYS * keys / MILLION;
    double each =
        START_SECONDS
            + cells * (seconds + warmUpSeconds)
            + valueSizes * (loading + firstWarmUpSeconds);
    return repetitions * systems * each;
  }
}
