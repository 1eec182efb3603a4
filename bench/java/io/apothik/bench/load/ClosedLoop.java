package io.apothik.bench.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** So many requests in flight, each followed by the next as soon as it has ended. */
public final class ClosedLoop {
  private static final long PATIENCE_SECONDS = 30;

  private final Target target;
  private final Sequence sequence;

  public ClosedLoop(Target target, Sequence sequence) {
    this.target = target;
    this.sequence = sequence;
  }

  /** Works for so many seconds, on threads of the target. */
  public Outcome run(int depth, double seconds) throws InterruptedException {
    Tally tally = new Tally();
    CountDownLatch resting = new CountDownLatch(depth);
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    target.run(
        () -> {
          for (int i = 0; i < depth; i++) {
            new Timed(tally, Sequence.start(i, depth), end, resting).ask();
          }
        });
    boolean all = resting.await((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
    double took = (System.nanoTime() - begin) / (double) TimeUnit.SECONDS.toNanos(1);
    return tally.outcome(took, all ? 0 : resting.getCount());
  }

  /** A place that rests when the time is over. */
  private final class Timed extends Lane {
    private final long endNanos;
    private final CountDownLatch resting;

    private Timed(Tally tally, int place, long endNanos, CountDownLatch resting) {
      super(target, sequence, tally, place);
      this.endNanos = endNanos;
      this.resting = resting;
    }

    @Override
    long next(long now) {
      if (now - endNanos < 0) {
        return now;
      }
      resting.countDown();
      return NOTHING_MORE;
    }
  }
}
