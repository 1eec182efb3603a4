package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * An application's loader for one key, kept to its time: what it says later does not count.
 *
 * @param what is loaded, for messages to people
 */
record Loader<K, V>(
    Vertx vertx, String what, long millis, K key, Function<? super K, Future<V>> function) {

  /** What the loader gives, on the context of who calls this. */
  Future<V> load() {
    Caller caller = Caller.on(vertx);
    Promise<V> loaded = Promise.promise();
    Timer limit = vertx.timer(millis);
    limit.onSuccess(over -> loaded.tryFail(tooLong()));
    Steps.attempt(() -> function.apply(key))
        .onSuccess(value -> end(loaded, value))
        .onFailure(loaded::tryFail);
    return caller.bring(loaded.future()).onComplete(any -> limit.cancel());
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
