package io.apothik.bench.load;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests at a fixed rate, whether earlier ones have ended or not. What a request took is counted
 * from the moment at which it was meant to start, so that a system which holds up its callers does
 * not hide it (coordinated omission; G. Tene, "How not to measure latency").
 *
 * <p>A thread of its own starts what is due, at most once in {@link #PACE_NANOS}; what that adds to
 * the latency is the same for all systems. No more than {@link #IN_FLIGHT_MAX} are under way: what
 * is due beyond them starts late, and is counted from when it was due.
 */
public final class OpenLoop {
  private static final long PACE_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
  private static final int IN_FLIGHT_MAX = 4_096;
  private static final long PATIENCE_SECONDS = 30;

  private final Target target;
  private final Sequence sequence;
  private final Tally tally = new Tally();
  private final ConcurrentLinkedQueue<Single> idle = new ConcurrentLinkedQueue<>();
  private final Semaphore room = new Semaphore(IN_FLIGHT_MAX);

  /** How many requests were started, and how many were due when that was last looked at. */
  private final AtomicLong started = new AtomicLong();

  private volatile long due;
  private long beginNanos;
  private double nanosEach;

  public OpenLoop(Target target, Sequence sequence) {
    this.target = target;
    this.sequence = sequence;
  }

  /** Works for so many seconds at so many requests a second. May be called once. */
  public Outcome run(double rate, double seconds) throws InterruptedException {
    for (int i = 0; i < IN_FLIGHT_MAX; i++) {
      idle.add(new Single(Sequence.start(i, IN_FLIGHT_MAX)));
    }
    nanosEach = TimeUnit.SECONDS.toNanos(1) / rate;
    beginNanos = System.nanoTime();
    long all = (long) (rate * seconds);
    long giveUp = (long) ((seconds + PATIENCE_SECONDS) * TimeUnit.SECONDS.toNanos(1));
    while (started.get() < all && System.nanoTime() - beginNanos < giveUp) {
      due = Math.min(all, 1 + (long) ((System.nanoTime() - beginNanos) / nanosEach));
      if (started.get() < due && room.availablePermits() > 0) {
        target.run(this::startDue);
      }
      LockSupport.parkNanos(PACE_NANOS);
    }
    boolean ended = room.tryAcquire(IN_FLIGHT_MAX, PATIENCE_SECONDS, TimeUnit.SECONDS);
    double took = (System.nanoTime() - beginNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    long lost = ended ? 0 : IN_FLIGHT_MAX - room.availablePermits();
    return tally.outcome(took, all - started.get() + lost);
  }

  /** Only one at a time runs this: the event loop, or the thread that paces. */
  private void startDue() {
    while (started.get() < due && room.tryAcquire()) {
      Single single = idle.poll();
      if (single == null) {
        room.release();
        return;
      }
      single.start(beginNanos + (long) (started.getAndIncrement() * nanosEach));
    }
  }

  /** A place for one request at a time. */
  private final class Single extends Lane {
    private long intended = NOTHING_MORE;

    private Single(int place) {
      super(target, sequence, tally, place);
    }

    private void start(long intendedNanos) {
      intended = intendedNanos;
      ask();
    }

    @Override
    long next(long now) {
      long start = intended;
      intended = NOTHING_MORE;
      if (start == NOTHING_MORE) {
        idle.add(this);
        room.release();
      }
      return start;
    }
  }
}
