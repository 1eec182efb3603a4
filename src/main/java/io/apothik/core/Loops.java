package io.apothik.core;

import io.apothik.message.Effect;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The event loops of a node, from 0, as its core sees them: others have the threads. */
public interface Loops {
  /**
   * Runs it on that loop soon, after what was asked for there before.
   *
   * @param action gets the time at which it runs, in milliseconds
   */
  void run(int loop, LongConsumer action);

  /** Does what that loop wants done, at once and in order; called on it. */
  void perform(int loop, Effect effect);

  /** The one loop of a node that has no others. */
  static Loops one(Consumer<Effect> out) {
    return new Loops() {
      @Override
      public void run(int loop, LongConsumer action) {
        throw new IllegalStateException("there is no loop " + loop);
      }

      @Override
      public void perform(int loop, Effect effect) {
        out.accept(effect);
      }
    };
  }
}
