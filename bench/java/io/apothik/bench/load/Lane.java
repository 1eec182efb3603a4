package io.apothik.bench.load;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * One place among those that are in flight: when its request has ended, it asks the next one. An
 * answer that comes before the call has returned is taken up after it, so the stack does not grow.
 */
abstract class Lane implements Ending {
  private static final int BOTH = 2;

  private final Target target;
  private final Sequence sequence;
  private final Tally tally;
  private final AtomicInteger steps = new AtomicInteger();
  private int place;
  private long startNanos;

  Lane(Target target, Sequence sequence, Tally tally, int place) {
    this.target = target;
    this.sequence = sequence;
    this.tally = tally;
    this.place = place;
  }

  /**
   * When the next request is meant to start, as {@link System#nanoTime} counts, or {@link
   * #NOTHING_MORE}.
   *
   * @param now the time
   */
  abstract long next(long now);

  /** What {@link #next} gives if this place is to rest. */
  static final long NOTHING_MORE = Long.MIN_VALUE;

  /** Asks, until an answer is to be waited for. */
  void ask() {
    do {
      long start = next(System.nanoTime());
      if (start == NOTHING_MORE) {
        return;
      }
      startNanos = start;
      steps.set(0);
      int asked = sequence.at(place++);
      if (asked >= 0) {
        target.get(asked, this);
      } else {
        target.put(~asked, this);
      }
    } while (steps.incrementAndGet() == BOTH);
  }

  @Override
  public void done(int bytes) {
    Tally.Part mine = tally.mine();
    mine.took(System.nanoTime() - startNanos);
    if (bytes == ABSENT) {
      mine.absent();
    }
    answered();
  }

  @Override
  public void failed(Throwable cause) {
    tally.mine().failed(cause);
    answered();
  }

  private void answered() {
    if (steps.incrementAndGet() == BOTH) {
      ask();
    }
  }
}
