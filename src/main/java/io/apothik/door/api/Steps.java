package io.apothik.door.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** One asynchronous step after the other, as many as it takes: the stack does not grow. */
final class Steps {
  private Steps() {}

  /**
   * Completes with the first state that is the end, and fails as the first step that fails.
   *
   * @param step which does not complete before it returns, unless it fails
   */
  static <S> Future<S> until(Predicate<S> isEnd, S first, Function<S, Future<S>> step) {
    Promise<S> end = Promise.promise();
    goOn(isEnd, first, step, end);
    return end.future();
  }

  private static <S> void goOn(
      Predicate<S> isEnd, S state, Function<S, Future<S>> step, Promise<S> end) {
    if (isEnd.test(state)) {
      end.complete(state);
    } else {
      attempt(() -> step.apply(state))
          .onComplete(next -> goOn(isEnd, next, step, end), failure -> end.fail(failure));
    }
  }

  /** What it gives, or fails with, be it at once. */
  static <T> Future<T> attempt(Supplier<Future<T>> action) {
    try {
      return action.get();
    } catch (RuntimeException refused) {
      return Future.failedFuture(refused);
    }
  }
}
