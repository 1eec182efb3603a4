package io.apothik.node;

import java.util.ArrayDeque;
import java.util.Queue;

/** Rounds of events, one after the other, as a context has them. */
final class Rounds {
  private final Queue<Runnable> next = new ArrayDeque<>();

  /** Runs it in the next round. */
  void later(Runnable action) {
    next.add(action);
  }

  /** Ends the round at hand, and does what was left for the next. */
  void end() {
    for (int left = next.size(); left > 0; left--) {
      next.remove().run();
    }
  }
}
