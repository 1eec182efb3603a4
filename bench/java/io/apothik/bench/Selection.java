package io.apothik.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * What is measured if nobody says otherwise.
 *
 * @param keys entries that are stored before
 * @param seconds of each measurement
 * @param warmUpSeconds before each
 * @param firstWarmUpSeconds after a system was started and loaded
 * @param results the directory where results go
 */
record Selection(
    Plan plan,
    int keys,
    double seconds,
    double warmUpSeconds,
    double firstWarmUpSeconds,
    int repetitions,
    Path results) {

  /** All that BENCHMARKS.md shows: more than an hour. */
  static final Selection FULL =
      new Selection(
          new Plan(
              List.of(100, 1_024),
              List.of(false, true),
              List.of(95, 100, 50, 0),
              List.of(1, 8, 64, 512),
              List.of(1_000.0, 4_000.0, 16_000.0),
              List.of(0.5)),
          100_000,
          1,
          0.4,
          8,
          5,
          Path.of("bench", "results"));

  /** A few minutes: enough to see that everything works, too little to say how fast it is. */
  static final Selection SHORT =
      new Selection(
          new Plan(
              List.of(100), List.of(false), List.of(95), List.of(1, 64), List.of(), List.of(0.5)),
          20_000,
          1,
          0.5,
          1,
          1,
          Path.of("target", "bench", "results"));
}
