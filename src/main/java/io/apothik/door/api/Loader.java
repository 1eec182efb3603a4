package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * An application's loader for one key, kept to its time: what it says later does not count.
 *
 * @param caller on whose context it is called, and answers
 * @param what is loaded, for messages to people
 */
record Loader<K, V>(
    Caller caller, String what, long millis, K key, Function<? super K, Future<V>> function) {

  /** What the loader gives. */
  Future<V> load() {
    Promise<V> loaded = Promise.promise();
    // No timer of Vert.x: it would end with the verticle on whose context it was set.
    CompletableFuture<Void> limit =
        new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
    var unused = limit.thenRun(() -> loaded.tryFail(tooLong()));
    Steps.attempt(() -> function.apply(key))
        .onSuccess(value -> end(loaded, value))
        .onFailure(loaded::tryFail);
    return caller.bring(loaded.future()).onComplete(any -> limit.cancel(false));
  }

  private void end(Promise<V> loaded, V value) {
    if (value == null) {
      loaded.tryFail(new FailureException(ErrorCode.LOAD_FAILED, what + ": the loader gave null"));
    } else {
      loaded.tryComplete(value);
    }
  }

  private FailureException tooLong() {
    return new FailureException(
        ErrorCode.TIMEOUT, "%s: the loader took more than %d ms".formatted(what, millis));
  }
}
