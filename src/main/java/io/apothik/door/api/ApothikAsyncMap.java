package io.apothik.door.api;

import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.vertx.core.Future;
import io.vertx.core.shareddata.AsyncMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A cache as Vert.x's clustered map, for an application that has one already: where it called
 * {@code sharedData().getClusterWideMap(name)}, it makes one of these. Values are written by the
 * cache's codecs instead of being {@code Serializable}.
 *
 * <p>Each operation on one key is atomic. Those that need to see the value first ({@link #remove},
 * {@link #replace}, {@link #removeIfPresent}, {@link #replaceIfPresent}) change what they saw, by
 * its version, or look again; they fail with BUSY, and have done nothing, if others were faster
 * {@value #TRIES_MAX} times. Other failures are those of {@link Cache}.
 *
 * <p>Where it differs from the map of Vert.x:
 *
 * <ul>
 *   <li>Entries without a time to live of their own have the lifetime of the cache, and can be
 *       evicted where memory is short.
 *   <li>Values are equal if {@code equals} says so of what the codec reads.
 *   <li>{@link #size}, {@link #keys}, {@link #values} and {@link #entries} walk over the whole
 *       cache, page by page. They are no picture of one moment: what is written meanwhile may be in
 *       it or not. Nor is {@link #clear} atomic.
 * </ul>
 */
public final class ApothikAsyncMap<K, V> implements AsyncMap<K, V> {
  private static final int TRIES_MAX = 100;

  private final Cache<K, V> cache;

  public ApothikAsyncMap(Cache<K, V> cache) {
    this.cache = cache;
  }

  @Override
  public Future<V> get(K key) {
    return cache.get(key).map(ApothikAsyncMap::orNull);
  }

  @Override
  public Future<Void> put(K key, V value) {
    return cache.put(key, value).mapEmpty();
  }

  @Override
  public Future<Void> put(K key, V value, long ttl) {
    return living(ttl, lifetime -> cache.put(key, value, lifetime).mapEmpty());
  }

  @Override
  public Future<V> putIfAbsent(K key, V value) {
    return putIfAbsent(key, () -> cache.putIfAbsent(key, value));
  }

  @Override
  public Future<V> putIfAbsent(K key, V value, long ttl) {
    return living(ttl, lifetime -> putIfAbsent(key, () -> cache.putIfAbsent(key, value, lifetime)));
  }

  private Future<V> putIfAbsent(K key, Supplier<Future<Boolean>> put) {
    return repeat(
            key,
            () ->
                put.get()
                    .compose(
                        stored ->
                            stored
                                ? Future.succeededFuture(Optional.of(Seen.<V>nothing()))
                                : cache
                                    .getEntry(key)
                                    .map(found -> found.map(CacheEntry::value).map(Seen::of))))
        .map(ApothikAsyncMap::orNull);
  }

  @Override
  public Future<V> remove(K key) {
    return change(key, any -> true, there -> cache.delete(key, there.version()))
        .map(ApothikAsyncMap::orNull);
  }

  @Override
  public Future<Boolean> removeIfPresent(K key, V value) {
    return change(key, value::equals, there -> cache.delete(key, there.version()))
        .map(Optional::isPresent);
  }

  @Override
  public Future<V> replace(K key, V value) {
    return change(key, any -> true, there -> cache.replace(key, there.version(), value))
        .map(ApothikAsyncMap::orNull);
  }

  @Override
  public Future<V> replace(K key, V value, long ttl) {
    return living(
        ttl,
        lifetime ->
            change(key, any -> true, there -> cache.replace(key, there.version(), value, lifetime))
                .map(ApothikAsyncMap::orNull));
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue) {
    return change(key, oldValue::equals, there -> cache.replace(key, there.version(), newValue))
        .map(Optional::isPresent);
  }

  @Override
  public Future<Boolean> replaceIfPresent(K key, V oldValue, V newValue, long ttl) {
    return living(
        ttl,
        lifetime ->
            change(
                    key,
                    oldValue::equals,
                    there -> cache.replace(key, there.version(), newValue, lifetime))
                .map(Optional::isPresent));
  }

  /** What was there and was changed, or nothing if it was not there or not wanted. */
  private Future<Optional<V>> change(
      K key, Predicate<V> wanted, Function<CacheEntry<V>, Future<Boolean>> change) {
    return repeat(
        key,
        () ->
            cache
                .getEntry(key)
                .compose(
                    found ->
                        found
                            .filter(entry -> wanted.test(entry.value()))
                            .map(entry -> changed(entry, change))
                            .orElse(Future.succeededFuture(Optional.of(Seen.nothing())))));
  }

  private Future<Optional<Seen<V>>> changed(
      CacheEntry<V> entry, Function<CacheEntry<V>, Future<Boolean>> change) {
    return change
        .apply(entry)
        .map(done -> done ? Optional.of(Seen.of(entry.value())) : Optional.empty());
  }

  /** Tries until it is known what was there. */
  private Future<Optional<V>> repeat(K key, Supplier<Future<Optional<Seen<V>>>> attempt) {
    return Steps.until(
            tries -> tries.seen().isPresent(),
            new Tries<V>(0, Optional.empty()),
            before ->
                before.count() == TRIES_MAX
                    ? Future.failedFuture(busy(key))
                    : attempt.get().map(seen -> new Tries<>(before.count() + 1, seen)))
        .map(tries -> tries.seen().flatMap(Seen::value));
  }

  /** What was there when an operation took effect. */
  private record Seen<V>(Optional<V> value) {
    static <V> Seen<V> of(V value) {
      return new Seen<>(Optional.of(value));
    }

    static <V> Seen<V> nothing() {
      return new Seen<>(Optional.empty());
    }
  }

  private record Tries<V>(int count, Optional<Seen<V>> seen) {}

  private FailureException busy(K key) {
    return new FailureException(
        ErrorCode.BUSY,
        "cache '%s', key '%s': others changed it %d times between a look and a change"
            .formatted(cache.name(), key, TRIES_MAX));
  }

  @Override
  public Future<Void> clear() {
    return cache.clear().mapEmpty();
  }

  @Override
  public Future<Integer> size() {
    return walk(0, (count, keys) -> Future.succeededFuture(count + keys.size()));
  }

  @Override
  public Future<Set<K>> keys() {
    return walk(
        new HashSet<>(),
        (all, keys) -> {
          all.addAll(keys);
          return Future.succeededFuture(all);
        });
  }

  @Override
  public Future<List<V>> values() {
    return entries().map(entries -> List.copyOf(entries.values()));
  }

  @Override
  public Future<Map<K, V>> entries() {
    return walk(
        new HashMap<>(),
        (all, keys) ->
            cache
                .getAll(keys)
                .map(
                    found -> {
                      all.putAll(found);
                      return all;
                    }));
  }

  /** What comes of adding one page of keys after the other. */
  private <R> Future<R> walk(R nothing, BiFunction<R, List<K>, Future<R>> add) {
    return Steps.until(
            Walk::isOver,
            new Walk<>(nothing, Optional.of(Cursor.START)),
            before ->
                cache
                    .keys(before.next().orElse(Cursor.START), Limits.SCAN_KEYS_MAX)
                    .compose(
                        page ->
                            add.apply(before.sum(), page.keys())
                                .map(sum -> new Walk<>(sum, page.next()))))
        .map(Walk::sum);
  }

  private record Walk<R>(R sum, Optional<Cursor> next) {
    boolean isOver() {
      return next.isEmpty();
    }
  }

  private static <T> Future<T> living(long ttl, Function<Lifetime, Future<T>> action) {
    return Steps.attempt(() -> action.apply(new Lifetime(ttl, 0)));
  }

  /** Vert.x says null where there is nothing. */
  @SuppressWarnings("NullAway")
  private static <V> V orNull(Optional<V> found) {
    return found.orElse(null);
  }
}
