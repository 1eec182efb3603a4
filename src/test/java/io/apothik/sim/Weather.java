package io.apothik.sim;

import io.apothik.sim.Network.Quality;
import java.util.Random;

/** Draws how bad a network is. */
final class Weather {
  private Weather() {}

  /** Good in one of three cases. */
  static Quality mostlyBad(Random random) {
    return random.nextInt(3) > 0 ? bad(random, 1) : Quality.GOOD;
  }

  /** One that loses, delays and repeats, up to so many times as much. */
  static Quality bad(Random random, double times) {
    return new Quality(
        random.nextDouble() * 0.1 * times,
        random.nextDouble() * 0.15 * times,
        random.nextDouble() * 0.05 * times);
  }
}
