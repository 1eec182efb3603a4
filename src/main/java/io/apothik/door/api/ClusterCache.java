package io.apothik.door.api;

import io.apothik.message.Cursor;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cache whose entries are in the cluster. */
final class ClusterCache<K, V> implements Cache<K, V> {
  private final Questions questions;
  private final Keyspace<K> keys;
  private final CacheOptions<K, V> options;
  private final @Nullable NearCache near;
  private final Loads<K, V> loads;

  ClusterCache(Questions questions, String name, CacheOptions<K, V> options) {
    this.questions = questions;
    this.keys = new Keyspace<>(name, options.keys());
    this.options = options;
    NearCacheOptions nearOptions = options.nearOrNull();
    this.near =
        nearOptions == null ? null : NearCache.of(nearOptions, questions.node(), keys.prefix());
    this.loads = new Loads<>(this, new Claims(questions, options), questions, options);
  }

  @Override
  public String name() {
    return keys.name();
  }

  @Override
  public Future<Optional<V>> get(K key) {
    return nearEntry(key).map(entry -> entry.map(CacheEntry::value));
  }

  /** What is there in the cluster. */
  Future<Optional<V>> stored(K key) {
    return getEntry(key).map(entry -> entry.map(CacheEntry::value));
  }

  /** What is in the near cache, or else in the cluster. */
  Future<Optional<CacheEntry<V>>> nearEntry(K key) {
    NearCache here = near;
    if (here == null) {
      return getEntry(key);
    }
    return Steps.attempt(
        () -> {
          Bytes full = keys.full(key);
          Reply.Value known = here.findOrNull(full);
          if (known != null) {
            return questions.caller().bring(Future.succeededFuture(entry(key, known)));
          }
          NearCache.Reading reading = here.read(full);
          return ask(key, new Operation.Get(), Reply.Value.class)
              .onSuccess(reading::found)
              .map(found -> entry(key, found));
        });
  }

  @Override
  public Future<Optional<CacheEntry<V>>> getEntry(K key) {
    return ask(key, new Operation.Get(), Reply.Value.class).map(found -> entry(key, found));
  }

  /** The entry that a get found. */
  Optional<CacheEntry<V>> entry(K key, Reply.Value found) {
    return found
        .value()
        .map(value -> new CacheEntry<>(decoded(key, value), found.version(), found.ttlMillis()));
  }

  @Override
  public Future<Version> put(K key, V value) {
    return put(key, value, options.lifetime());
  }

  @Override
  public Future<Version> put(K key, V value, Lifetime lifetime) {
    return put(key, value, lifetime, Condition.NONE).map(Reply.Changed::version);
  }

  @Override
  public Future<Boolean> putIfAbsent(K key, V value) {
    return putIfAbsent(key, value, options.lifetime());
  }

  @Override
  public Future<Boolean> putIfAbsent(K key, V value, Lifetime lifetime) {
    return put(key, value, lifetime, Condition.ABSENT).map(Reply.Changed::changed);
  }

  @Override
  public Future<Boolean> replace(K key, Version version, V value) {
    return replace(key, version, value, options.lifetime());
  }

  @Override
  public Future<Boolean> replace(K key, Version version, V value, Lifetime lifetime) {
    return put(key, value, lifetime, Condition.version(version)).map(Reply.Changed::changed);
  }

  private Future<Reply.Changed> put(K key, V value, Lifetime lifetime, Condition condition) {
    return Steps.attempt(
        () ->
            ask(
                key,
                new Operation.Put(encoded(key, value), lifetime, false, condition),
                Reply.Changed.class));
  }

  @Override
  public Future<Boolean> compareAndSet(K key, V expected, V next) {
    return Steps.attempt(
        () ->
            ask(
                    key,
                    new Operation.CompareAndSet(encoded(key, expected), encoded(key, next)),
                    Reply.Changed.class)
                .map(Reply.Changed::changed));
  }

  @Override
  public Future<Boolean> delete(K key) {
    return isThere(key, new Operation.Delete());
  }

  @Override
  public Future<Boolean> delete(K key, Version version) {
    return isChanged(key, new Operation.DeleteVersion(version));
  }

  @Override
  public Future<Boolean> contains(K key) {
    return isThere(key, new Operation.Exists());
  }

  @Override
  public Future<Map<K, V>> getAll(Collection<K> wanted) {
    return Steps.attempt(
        () -> {
          Map<Bytes, K> byBytes = byBytes(wanted);
          return many(byBytes.keySet().stream().map(KeyRequest::get))
              .map(replies -> values(byBytes, replies));
        });
  }

  private Map<K, V> values(Map<Bytes, K> keysByBytes, Map<Bytes, Reply> replies) {
    Map<K, V> values = new LinkedHashMap<>();
    keysByBytes.forEach(
        (bytes, key) ->
            entry(
                    key,
                    Questions.expected(
                        Objects.requireNonNull(replies.get(bytes)), Reply.Value.class))
                .ifPresent(entry -> values.put(key, entry.value())));
    return values;
  }

  @Override
  public Future<Void> putAll(Map<K, V> entries) {
    return Steps.attempt(
        () -> {
          Map<Bytes, KeyRequest> puts = new LinkedHashMap<>();
          entries.forEach((key, value) -> puts.put(keys.full(key), putOf(key, value)));
          return many(puts.values().stream()).mapEmpty();
        });
  }

  private KeyRequest putOf(K key, V value) {
    return new KeyRequest(
        keys.full(key),
        new Operation.Put(encoded(key, value), options.lifetime(), false, Condition.NONE));
  }

  @Override
  public Future<Long> deleteAll(Collection<K> unwanted) {
    return Steps.attempt(() -> deleteBytes(byBytes(unwanted).keySet()));
  }

  private Future<Long> deleteBytes(Collection<Bytes> unwanted) {
    return many(unwanted.stream().map(KeyRequest::delete))
        .map(
            replies ->
                replies.values().stream()
                    .filter(reply -> Questions.expected(reply, Reply.Presence.class).found())
                    .count());
  }

  private Map<Bytes, K> byBytes(Collection<K> named) {
    Map<Bytes, K> byBytes = new LinkedHashMap<>();
    named.forEach(key -> byBytes.put(keys.full(key), key));
    return byBytes;
  }

  private Future<Map<Bytes, Reply>> many(Stream<KeyRequest> requests) {
    List<KeyRequest> all = requests.toList();
    List<Bytes> written =
        all.stream().filter(request -> request.operation().isWrite()).map(KeyRequest::key).toList();
    return forgetting(written, new Batches(questions, options.timeoutMillis(), all).run());
  }

  @Override
  public Future<Long> increment(K key, long delta) {
    return ask(key, new Operation.Increment(delta), Reply.Number.class)
        .compose(
            sum ->
                sum.value() == delta && !options.lifetime().equals(Lifetime.UNLIMITED)
                    ? isChanged(key, new Operation.Expire(options.lifetime())).map(sum.value())
                    : Future.succeededFuture(sum.value()));
  }

  @Override
  public Future<Boolean> expire(K key, Duration timeToLive) {
    return Steps.attempt(
        () -> {
          long millis = Durations.millis("time to live", timeToLive, Limits.LIFETIME_MILLIS_MAX);
          Lifetime lifetime = new Lifetime(millis, options.lifetime().maxIdleMillis());
          return isChanged(key, new Operation.Expire(lifetime));
        });
  }

  @Override
  public Future<Boolean> persist(K key) {
    return isChanged(key, new Operation.Expire(Lifetime.UNLIMITED));
  }

  @Override
  public Future<Boolean> touch(K key) {
    return isThere(key, new Operation.Touch());
  }

  @Override
  public Future<KeyPage<K>> keys(Cursor from, int count) {
    return scan(from, count)
        .map(
            page -> new KeyPage<>(page.keys().stream().map(keys::key).toList(), page.nextOrNull()));
  }

  private Future<Reply.Scanned> scan(Cursor from, int count) {
    return Steps.attempt(
        () ->
            questions.ask(
                new Request.Scan(from, keys.prefix(), count),
                options.timeoutMillis(),
                Reply.Scanned.class));
  }

  @Override
  public Future<Long> clear() {
    return Steps.until(Clearing::isOver, new Clearing(0, Optional.of(Cursor.START)), this::clear)
        .map(Clearing::deleted);
  }

  private Future<Clearing> clear(Clearing soFar) {
    return scan(soFar.next().orElse(Cursor.START), Limits.SCAN_KEYS_MAX)
        .compose(
            page ->
                deleteBytes(page.keys())
                    .map(
                        deleted ->
                            new Clearing(
                                soFar.deleted() + deleted,
                                Optional.ofNullable(page.nextOrNull()))));
  }

  /** How far a clear is. */
  private record Clearing(long deleted, Optional<Cursor> next) {
    boolean isOver() {
      return next.isEmpty();
    }
  }

  @Override
  public Future<V> getOrLoad(K key, Function<? super K, Future<V>> loader) {
    return loads.getOrLoad(key, loader);
  }

  @Override
  public Future<Subscription> onChange(Bytes prefix, Handler<CacheEvent<K>> handler) {
    return Changes.begin(questions, keys, prefix, handler);
  }

  private Future<Boolean> isThere(K key, Operation operation) {
    return ask(key, operation, Reply.Presence.class).map(Reply.Presence::found);
  }

  private Future<Boolean> isChanged(K key, Operation operation) {
    return ask(key, operation, Reply.Changed.class).map(Reply.Changed::changed);
  }

  private <R extends Reply> Future<R> ask(K key, Operation operation, Class<R> type) {
    return Steps.attempt(
        () -> {
          Bytes full = keys.full(key);
          Future<R> reply =
              questions.ask(new KeyRequest(full, operation), options.timeoutMillis(), type);
          return operation.isWrite() ? forgetting(List.of(full), reply) : reply;
        });
  }

  /** Who writes sees his write: what was there before is kept no longer than until then. */
  private <T> Future<T> forgetting(Collection<Bytes> written, Future<T> reply) {
    NearCache here = near;
    return here == null ? reply : reply.andThen(ended -> written.forEach(here::forget));
  }

  /** The key among all keys of the cluster. */
  Bytes fullKey(K key) {
    return keys.full(key);
  }

  private Bytes encoded(K key, V value) {
    try {
      return options.values().encode(value);
    } catch (RuntimeException unwritable) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "cache '%s', key '%s': the value cannot be written as %s: %s"
              .formatted(name(), key, options.values().type(), unwritable.getMessage()));
    }
  }

  private V decoded(K key, Bytes value) {
    try {
      return options.values().decode(value);
    } catch (RuntimeException unreadable) {
      throw new FailureException(
          ErrorCode.UNREADABLE,
          "cache '%s', key '%s': the value '%s' is no %s: %s"
              .formatted(name(), key, value, options.values().type(), unreadable.getMessage()));
    }
  }
}
