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

  /** By how many places the order of systems moves each time, so that neighbours change late. */
  int rotation(int systems) {
    return Math.max(1, systems / Math.max(1, repetitions));
  }

  /** About how long a run takes, what starts and loads left out. */
  double estimateSeconds(int systems, int cells, int valueSizes) {
    double each = cells * (seconds + warmUpSeconds) + valueSizes * firstWarmUpSeconds;
    return repetitions * systems * each;
  }
}
