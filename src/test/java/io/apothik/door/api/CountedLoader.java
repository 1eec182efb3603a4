package io.apothik.door.api;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A loader whose calls are counted, and that gives what it is told when it is told. */
final class CountedLoader implements Function<String, Future<String>> {
  private final AtomicInteger calls = new AtomicInteger();
  private final Promise<String> result = Promise.promise();

  @Override
  public Future<String> apply(String key) {
    calls.incrementAndGet();
    return result.future();
  }

  int calls() {
    return calls.get();
  }

  CountedLoader gives(String value) {
    result.complete(value);
    return this;
  }

  CountedLoader fails(Throwable failure) {
    result.fail(failure);
    return this;
  }
}
