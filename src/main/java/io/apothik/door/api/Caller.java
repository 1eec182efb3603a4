package io.apothik.door.api;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Where who asks something wants the answer: on the Vert.x context on which it asked.
 *
 * @param contextOrNull null for whatever thread has the answer
 */
record Caller(@Nullable Context contextOrNull) {

  /** Who is asking right now; on any thread if it is on no context. */
  static Caller current() {
    return new Caller(Vertx.currentContext());
  }

  /** Who is asking right now; on an event loop of that Vert.x if it is on no context. */
  static Caller on(Vertx vertx) {
    Context current = Vertx.currentContext();
    return new Caller(current == null ? vertx.getOrCreateContext() : current);
  }

  /** Does it there: at once if this is there. */
  void run(Runnable action) {
    Context context = contextOrNull;
    if (context == null || context == Vertx.currentContext()) {
      action.run();
      return;
    }
    try {
      context.runOnContext(ignored -> action.run());
    } catch (RejectedExecutionException closed) {
      // Its Vert.x has ended; better there than nowhere.
      action.run();
    }
  }

  /** The same result, there. */
  <T> Future<T> bring(Future<T> future) {
    Promise<T> there = Promise.promise();
    future.onComplete((value, failure) -> run(() -> there.complete(value, failure)));
    return there.future();
  }
}
