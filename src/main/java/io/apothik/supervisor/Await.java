package io.apothik.supervisor;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.core.Future;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits, on the threads of a command, for what happens on an event loop. */
final class Await {
  private static final long START_SECONDS_MAX = 60;

  private Await() {}

  /**
   * The future's result.
   *
   * @throws FailureException as the future failed, or INTERNAL if for an unforeseen reason
   */
  static <T> T result(Future<T> future) throws InterruptedException {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(START_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw why(failure);
    } catch (TimeoutException late) {
      throw new FailureException(
          ErrorCode.TIMEOUT, "nothing happened within %d s".formatted(START_SECONDS_MAX));
    }
  }

  /** As {@link #result}, however long it takes. */
  static <T> T ever(Future<T> future) throws InterruptedException {
    try {
      return future.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException failure) {
      throw why(failure);
    }
  }

  private static FailureException why(ExecutionException failure) {
    return failure.getCause() instanceof FailureException expected
        ? expected
        : new FailureException(ErrorCode.INTERNAL, String.valueOf(failure.getCause()));
  }

  /** Waits until the future is complete, however it ends, and no longer than a leave may take. */
  static void quietly(Future<?> future) {
    try {
      future
          .toCompletionStage()
          .toCompletableFuture()
          .get(2L * Limits.LEAVE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException ended) {
      // Whoever calls this ends next, and has nobody to tell.
    }
  }
}
