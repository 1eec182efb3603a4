package io.apothik.door.api;

import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a value that is not there is loaded once, however many ask for it.
 *
 * <p><b>In a process</b>, those who miss a key while a load for it is under way join that.
 *
 * <p><b>In the cluster</b>, a load begins with a claim ({@link Claims}): an entry in the key's own
 * slot, put there under the condition that there is none, and living for as long as a loader may
 * take. One process gets it.
 *
 * <ol>
 *   <li>Who has the claim looks for the value once more, as another load may have ended since it
 *       missed it. If there still is none, it calls the loader.
 *   <li>The value is stored under the condition that there is none: what somebody put in the
 *       meantime stays, and is the load's result. Then the claim is deleted, if it still is this
 *       one.
 *   <li>If the loader fails, the claim becomes, for three seconds, the news of that. Who waited for
 *       this very claim fails, too; who did not takes the claim over, and loads.
 *   <li>Who does not get the claim looks at the value and the claim again, after 5 ms, 10 ms, … 200
 *       ms. A claim that is gone, that failed, or whose node left the cluster, is taken over, under
 *       the condition that it still is this one.
 * </ol>
 *
 * <p>So two loads of a key run beside each other only if the first is given up: it took longer than
 * it may, or its node lost sight of the cluster. Of both, the first value that is stored counts. A
 * claim whose put was undecided keeps others waiting until its time is over.
 *
 * <p><b>Refreshing</b> is a load, too, under the same claim, for which nobody waits. Its value is
 * stored under the condition that the old one, by its version, is still there. After a failure it
 * is tried again once the news of that is gone.
 */
final class Loads<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(Loads.class);

  private final ClusterCache<K, V> cache;
  private final Claims claims;
  private final Questions questions;
  private final CacheOptions<K, V> options;
  private final SingleFlight<Bytes, V> loads = new SingleFlight<>();
  private final SingleFlight<Bytes, Boolean> refreshes = new SingleFlight<>();

  Loads(ClusterCache<K, V> cache, Claims claims, Questions questions, CacheOptions<K, V> options) {
    this.cache = cache;
    this.claims = claims;
    this.questions = questions;
    this.options = options;
  }

  /** See {@link Cache#getOrLoad}. */
  Future<V> getOrLoad(K key, Function<? super K, Future<V>> function) {
    Caller caller = questions.caller();
    return cache
        .nearEntry(key)
        .compose(
            found -> {
              Loader<K, V> loader = loader(caller, key, function);
              if (found.isPresent()) {
                refreshIfOld(found.get(), loader);
                return Future.succeededFuture(found.get().value());
              }
              return caller.bring(
                  loads.join(cache.fullKey(key), () -> new Load<>(cache, claims, loader).run()));
            });
  }

  private Loader<K, V> loader(Caller caller, K key, Function<? super K, Future<V>> function) {
    String what = "cache '%s', key '%s'".formatted(cache.name(), key);
    return new Loader<>(caller, what, options.loadMillis(), key, function);
  }

  private void refreshIfOld(CacheEntry<V> entry, Loader<K, V> loader) {
    if (isOld(entry)) {
      Bytes key = cache.fullKey(loader.key());
      refreshes.join(
          key,
          () ->
              refresh(key, entry.version(), loader)
                  .onFailure(
                      failure ->
                          LOG.warn(
                              "{}: not refreshed, the old value stays: {}",
                              loader.what(),
                              failure.toString())));
    }
  }

  /** An entry that nobody gave another time to live is as old as what is gone of it. */
  private boolean isOld(CacheEntry<V> entry) {
    return options.refreshMillis() > 0
        && entry.ttlMillis() > 0
        && options.lifetime().ttlMillis() - entry.ttlMillis() >= options.refreshMillis();
  }

  /** Whether it was done; not if another does it. */
  private Future<Boolean> refresh(Bytes entry, Version old, Loader<K, V> loader) {
    return claims
        .take(entry)
        .compose(
            held ->
                held.isPresent()
                    ? refresh(held.get(), old, loader)
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> refresh(Claims.Held held, Version old, Loader<K, V> loader) {
    return cache
        .getEntry(loader.key())
        .compose(
            now ->
                now.map(CacheEntry::version).equals(Optional.of(old))
                    ? loader.load().compose(value -> cache.replace(loader.key(), old, value))
                    : Future.succeededFuture(false))
        .onSuccess(done -> claims.release(held))
        .onFailure(failure -> claims.fail(held, failure));
  }
}
