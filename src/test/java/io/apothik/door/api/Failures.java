package io.apothik.door.api;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.apothik.message.FailureException;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.ExecutionException;

/** What futures fail with. */
final class Failures {
  private Failures() {}

  /** What the future failed with, waited for. */
  static Throwable of(Future<?> future) {
    try {
      Object value = future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
      throw new AssertionError("it did not fail, but gave " + value);
    } catch (ExecutionException failed) {
      return Objects.requireNonNull(failed.getCause());
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  static FailureException expected(Future<?> future) {
    return (FailureException) of(future);
  }
}
