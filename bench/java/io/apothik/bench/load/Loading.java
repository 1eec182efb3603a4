package io.apothik.bench.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Stores every key of some data once; what fails is tried again. */
public final class Loading {
  private static final int DEPTH = 32;
  private static final int FAILURES_MAX = 10_000;
  private static final long PATIENCE_SECONDS = 600;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Target target;
  private final Data data;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final CountDownLatch left;

  public Loading(Target target, Data data) {
    this.target = target;
    this.data = data;
    this.left = new CountDownLatch(data.keys());
  }

  /**
   * Has the target use the data, and stores it.
   *
   * @throws IllegalStateException if that takes too long, or fails too often
   */
  public void run() throws InterruptedException {
    target.use(data);
    int depth = Math.min(DEPTH, data.keys());
    target.run(
        () -> {
          for (int i = 0; i < depth; i++) {
            new Store().ask();
          }
        });
    if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(
          "%d of %d keys could not be stored; %d failures, one of them: %s"
              .formatted(left.getCount(), data.keys(), failures.get(), failure.get()));
    }
  }

  /** Stores one key after another. */
  private final class Store implements Ending {
    private final AtomicInteger steps = new AtomicInteger();
    private int key;

    private void ask() {
      do {
        key = next.getAndIncrement();
        if (key >= data.keys()) {
          return;
        }
        steps.set(0);
        target.put(key, this);
      } while (steps.incrementAndGet() == 2);
    }

    @Override
    public void done(int bytes) {
      left.countDown();
      if (steps.incrementAndGet() == 2) {
        ask();
      }
    }

    @Override
    public void failed(Throwable cause) {
      failure.set(cause);
      if (failures.incrementAndGet() < FAILURES_MAX) {
        LockSupport.parkNanos(PAUSE_NANOS);
        target.put(key, this);
      }
    }
  }
}
