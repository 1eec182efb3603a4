package io.apothik.bench.system;

import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits on the calling thread while a system is started. */
final class Waiting {
  private static final long SECONDS_MAX = 60;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Waiting() {}

  static <T> T result(Future<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
  }

  /**
   * Returns when the condition holds.
   *
   * @throws IllegalStateException if that takes too long
   */
  static void until(String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(SECONDS_MAX)) {
        throw new IllegalStateException("not within %d s: %s".formatted(SECONDS_MAX, what));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
