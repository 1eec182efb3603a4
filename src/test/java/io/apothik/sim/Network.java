package io.apothik.sim;

import java.util.Random;

/** Delivers each message at most once: late, out of order, or not at all. */
final class Network {
  /** No message is on its way for longer. */
  static final int DELAY_MILLIS_MAX = 400;

  private static final int DELAY_MILLIS_USUAL = 20;

  private final Timeline timeline;
  private final Random random;
  private final double loss;
  private final double lateness;

  Network(Timeline timeline, Random random) {
    this.timeline = timeline;
    this.random = random;
    this.loss = random.nextInt(4) == 0 ? 0 : random.nextDouble() * 0.3;
    this.lateness = random.nextDouble() * 0.3;
  }

  void send(Runnable delivery) {
    if (random.nextDouble() >= loss) {
      boolean late = random.nextDouble() < lateness;
      timeline.in(1 + random.nextInt(late ? DELAY_MILLIS_MAX : DELAY_MILLIS_USUAL), delivery);
    }
  }
}
