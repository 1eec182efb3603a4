package io.apothik.door.api;

import io.apothik.message.Cursor;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Entries of one kind, shared by all nodes under one name. In the cluster, a key is {@code
 * name:key}, written by the cache's codec; a hash tag in the key itself counts, as everywhere. Safe
 * for use by several threads; nothing here blocks.
 *
 * <p>Each operation on one key takes effect once, at one moment before its future completes.
 * Futures complete on the Vert.x context on which they were asked for (see {@link Apothik}), and
 * fail with a {@link io.apothik.message.FailureException}, whose {@link
 * io.apothik.message.ErrorCode} says whether to try again and whether a write may have been
 * applied:
 *
 * <ul>
 *   <li>BAD_REQUEST, KEY_TOO_LONG, VALUE_TOO_LONG: what was asked breaks a limit;
 *   <li>UNREADABLE: what is stored is not of the type that the codec reads;
 *   <li>UNAVAILABLE, NO_QUORUM, BUSY: it was not done within the cache's time-out;
 *   <li>TIMEOUT, NODE_LEFT, UNDECIDED: a write may have been applied.
 * </ul>
 */
public interface Cache<K, V> {
  String name();

  /** What is there; with a near cache, what was there at most as long ago as its staleness. */
  Future<Optional<V>> get(K key);

  /** What is there, with its version and what is left of its time to live. */
  Future<Optional<CacheEntry<V>>> getEntry(K key);

  /** Stores a value with the cache's lifetime, whatever is there; completes with its version. */
  Future<Version> put(K key, V value);

  /** Stores a value with a lifetime of its own. */
  Future<Version> put(K key, V value, Lifetime lifetime);

  /** Stores a value if there is none; completes with whether it did. */
  Future<Boolean> putIfAbsent(K key, V value);

  /** Stores a value with a lifetime of its own if there is none. */
  Future<Boolean> putIfAbsent(K key, V value, Lifetime lifetime);

  /**
   * Stores a value, with the cache's lifetime, if what is there has that version; completes with
   * whether it did.
   */
  Future<Boolean> replace(K key, Version version, V value);

  /** Stores a value with a lifetime of its own if what is there has that version. */
  Future<Boolean> replace(K key, Version version, V value, Lifetime lifetime);

  /**
   * Stores a value if the expected one is there; the lifetime goes on. Completes with whether it
   * did. Values are compared as they are written.
   */
  Future<Boolean> compareAndSet(K key, V expected, V next);

  /** Takes a key away; completes with whether it was there. */
  Future<Boolean> delete(K key);

  /** Takes a key away if what is there has that version; completes with whether it did. */
  Future<Boolean> delete(K key, Version version);

  /** Whether the key is there. */
  Future<Boolean> contains(K key);

  /**
   * What is there under these keys, in their order; those that are absent are left out.
   *
   * <p>This, {@link #putAll} and {@link #deleteAll} take any number of keys, and send them in
   * requests of at most {@link Limits#MANY_KEYS_MAX}, one after the other. They are not atomic:
   * each key is an operation by itself. At the first request in which a key fails they stop, and
   * fail with that key's code: the other keys of that request and those of earlier ones are done,
   * later ones are not begun.
   */
  Future<Map<K, V>> getAll(Collection<K> keys);

  /** Stores values with the cache's lifetime; see {@link #getAll} for what is not atomic. */
  Future<Void> putAll(Map<K, V> entries);

  /** Takes keys away; completes with how many were there. See {@link #getAll}. */
  Future<Long> deleteAll(Collection<K> keys);

  /**
   * Adds to a counter, which is 0 if it is absent; completes with the sum. The value is a 64-bit
   * integer in decimal digits, as {@link Codec#LONG} writes it; fails with NOT_A_NUMBER or
   * OVERFLOW.
   *
   * <p>A counter that begins gets the cache's lifetime, if it has one, by a second request: if this
   * process ends in between, that counter has no limit. The lifetime begins anew, too, when a
   * counter comes to {@code delta} again.
   */
  Future<Long> increment(K key, long delta);

  /**
   * Ends the entry so long from now; the cache's limit on idle time goes on. Completes with whether
   * there is an entry.
   *
   * @param timeToLive 1 ms to ten thousand years
   */
  Future<Boolean> expire(K key, Duration timeToLive);

  /** Takes every limit from the entry's lifetime; completes with whether there is an entry. */
  Future<Boolean> persist(K key);

  /** Counts as a use, for the limit on idle time; completes with whether there is an entry. */
  Future<Boolean> touch(K key);

  /**
   * Some of the keys, in no order. Whoever follows the pages gets each key that is there all the
   * time exactly once, also while nodes come and go. It takes a look at keys of the whole cluster:
   * where a cache is small among large ones, pages can be empty.
   *
   * @param from {@link Cursor#START}, or where the page before says that the next one begins
   * @param count 1 to {@link Limits#SCAN_KEYS_MAX}
   */
  Future<KeyPage<K>> keys(Cursor from, int count);

  /**
   * Deletes the entries of this cache, page by page; completes with how many. What is written
   * meanwhile may stay. If it fails, some are deleted.
   */
  Future<Long> clear();

  /**
   * Tells of every change in this cache. Completes when no change is missed any more: each that
   * begins later is told at least once; of one key, none after a later one. Where that cannot be
   * kept, because a primary died or the handler's process fell behind, {@link CacheEvent.Missed} is
   * told in their place, and the handler looks at what is there.
   *
   * @param handler called on the context on which this was called
   */
  default Future<Subscription> onChange(Handler<CacheEvent<K>> handler) {
    return onChange(Bytes.EMPTY, handler);
  }

  /**
   * Tells of changes of the keys whose encoded form begins so: see {@link #onChange(Handler)}.
   *
   * @param prefix as {@code Bytes.utf8("user:")} where keys are texts
   */
  Future<Subscription> onChange(Bytes prefix, Handler<CacheEvent<K>> handler);

  /**
   * What is there, or what the loader gives: that is stored with the cache's lifetime. However many
   * ask at the same time, on however many nodes, there is one load; the others wait for it, and get
   * its value or its failure. A failure is not kept: who asks afterwards begins another load.
   *
   * <p>If the cache has an age for that ({@link CacheOptions#withRefreshAfter}), a value that is
   * older is given at once, and one load in the whole cluster begins in the background; when it
   * fails, the value stays.
   *
   * <p>A loader that takes longer than {@link CacheOptions#withLoadTimeout} allows is given up, and
   * one whose node ends is followed by another. So now and then a loader runs twice, and one that
   * was given up may still run beside its successor; its value does not count. What is put while a
   * load runs stays, and the load gives that. What is deleted while a load runs may come back with
   * the value that the loader read before.
   *
   * <p>Fails with whatever the loader fails with. For those who waited in another process that is
   * LOAD_FAILED, with the message of the failure; so is a loader that gives null. Fails with
   * TIMEOUT if the loader takes too long, or if others took longer than two loaders may.
   *
   * @param loader called on the context of who asked, not more than once
   */
  Future<V> getOrLoad(K key, Function<? super K, Future<V>> loader);
}
