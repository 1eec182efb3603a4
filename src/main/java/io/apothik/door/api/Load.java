package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One process's way to a value that was not there: {@link Loads} tells the steps. Used once, on the
 * context of who needs the value.
 */
final class Load<K, V> {
  private static final long PAUSE_MILLIS_MIN = 5;
  private static final long PAUSE_MILLIS_MAX = 200;

  /** Who waits does so for two loads of others. */
  private static final int LOADS_MAX = 2;

  private final ClusterCache<K, V> cache;
  private final Claims claims;
  private final Loader<K, V> loader;
  private final Bytes entry;
  private final long begun = System.nanoTime();
  private final Promise<V> result = Promise.promise();
  private String awaited = "";
  private long pauseMillis = PAUSE_MILLIS_MIN;

  Load(ClusterCache<K, V> cache, Claims claims, Loader<K, V> loader) {
    this.cache = cache;
    this.claims = claims;
    this.loader = loader;
    this.entry = cache.fullKey(loader.key());
  }

  Future<V> run() {
    take();
    return result.future();
  }

  private void take() {
    after(claims.take(entry), this::loadOrLook);
  }

  private void loadOrLook(Optional<Claims.Held> held) {
    held.ifPresentOrElse(this::lookOnceMore, this::look);
  }

  private void look() {
    if (System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(LOADS_MAX * loader.millis())) {
      result.fail(
          failure(
              ErrorCode.TIMEOUT,
              "nobody loaded it within %d ms".formatted(LOADS_MAX * loader.millis())));
    } else {
      after(claims.look(entry), this::decide);
    }
  }

  private void decide(Claims.Sight sight) {
    Optional<V> value = cache.entry(loader.key(), sight.entry()).map(CacheEntry::value);
    Claim claim = sight.claimOrNull();
    if (value.isPresent()) {
      result.complete(value.get());
    } else if (claim == null) {
      take();
    } else if (claim.isFailed() && claim.token().equals(awaited)) {
      result.fail(
          failure(
              ErrorCode.LOAD_FAILED,
              "the load on %s failed: %s".formatted(claim.node(), claim.failureOrNull())));
    } else if (claims.isVoid(claim)) {
      after(claims.overtake(entry, sight.claimVersion()), this::loadOrLook);
    } else {
      awaited = claim.token();
      pause();
    }
  }

  private void pause() {
    CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, loader.caller()::run)
        .execute(this::look);
    pauseMillis = Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
  }

  /** The claim is ours; but another may have loaded the value since we missed it. */
  private void lookOnceMore(Claims.Held held) {
    after(
        cache.stored(loader.key()),
        found -> found.ifPresentOrElse(value -> end(held, value), () -> load(held)));
  }

  private void load(Claims.Held held) {
    loader.load().onSuccess(value -> store(held, value)).onFailure(failure -> fail(held, failure));
  }

  private void store(Claims.Held held, V value) {
    cache
        .putIfAbsent(loader.key(), value)
        .compose(
            stored ->
                stored
                    ? Future.succeededFuture(value)
                    : cache.stored(loader.key()).map(other -> other.orElse(value)))
        .onSuccess(there -> end(held, there))
        .onFailure(failure -> fail(held, failure));
  }

  private void end(Claims.Held held, V value) {
    claims.release(held);
    result.complete(value);
  }

  private void fail(Claims.Held held, Throwable failure) {
    claims.fail(held, failure);
    result.fail(failure);
  }

  private <T> void after(Future<T> step, Consumer<T> next) {
    step.onComplete(
        value -> {
          try {
            next.accept(value);
          } catch (RuntimeException unreadable) {
            result.tryFail(unreadable);
          }
        },
        result::tryFail);
  }

  private FailureException failure(ErrorCode code, String reason) {
    return new FailureException(code, loader.what() + ": " + reason);
  }
}
