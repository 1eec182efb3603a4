package io.apothik.door.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Work of which one is under way for a key at a time. Safe for use by several threads. */
final class SingleFlight<K, V> {
  private final Map<K, Future<V>> underWay = new ConcurrentHashMap<>();

  /**
   * What comes of the work that is under way for the key, or of this.
   *
   * @param work which is begun if none is under way
   */
  Future<V> join(K key, Supplier<Future<V>> work) {
    Promise<V> end = Promise.promise();
    Future<V> other = underWay.putIfAbsent(key, end.future());
    if (other != null) {
      return other;
    }
    Steps.attempt(work)
        .onComplete(
            (value, failure) -> {
              underWay.remove(key);
              end.complete(value, failure);
            });
    return end.future();
  }
}
