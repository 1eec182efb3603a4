package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a cache writes its keys and values, and for how long it keeps them. Immutable; start from
 * {@link #of} and change what should differ.
 *
 * @param lifetime of entries for which nothing else is said
 * @param timeoutMillis how long one request may take; many keys take several requests
 * @param loadMillis how long a loader may take
 * @param refreshMillis the age from which on a value is loaded again in the background; 0 for never
 * @param nearOrNull what each process keeps of it beside the cluster; null for nothing
 */
public record CacheOptions<K, V>(
    Codec<K> keys,
    Codec<V> values,
    Lifetime lifetime,
    long timeoutMillis,
    long loadMillis,
    long refreshMillis,
    @Nullable NearCacheOptions nearOrNull) {
  /** How long a loader may take at most, and how long if nothing is said. */
  public static final long LOAD_MILLIS_MAX = 600_000;

  public static final long LOAD_MILLIS_DEFAULT = 10_000;

  /**
   * Checks the limits.
   *
   * @throws FailureException with BAD_REQUEST
   */
  public CacheOptions {
    requireInRange("timeout", timeoutMillis, 1, Limits.TIMEOUT_MILLIS_MAX);
    requireInRange("load timeout", loadMillis, 1, LOAD_MILLIS_MAX);
    requireInRange("refresh-after", refreshMillis, 0, Limits.LIFETIME_MILLIS_MAX);
    if (refreshMillis > 0 && refreshMillis >= lifetime.ttlMillis()) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "values are to be refreshed after %d ms: that needs a longer time to live, not %d ms"
              .formatted(refreshMillis, lifetime.ttlMillis()));
    }
  }

  /** Entries live as long as there is room; a request may take 5 s, a loader 10 s. */
  public static <K, V> CacheOptions<K, V> of(Codec<K> keys, Codec<V> values) {
    return new CacheOptions<>(
        keys,
        values,
        Lifetime.UNLIMITED,
        Limits.TIMEOUT_MILLIS_DEFAULT,
        LOAD_MILLIS_DEFAULT,
        0,
        null);
  }

  /**
   * With entries that end so long after they were written.
   *
   * @param timeToLive 1 ms to ten thousand years
   */
  public CacheOptions<K, V> withTimeToLive(Duration timeToLive) {
    long millis = Durations.millis("time to live", timeToLive, Limits.LIFETIME_MILLIS_MAX);
    return with(new Lifetime(millis, lifetime.maxIdleMillis()));
  }

  /**
   * With entries that end so long after they were last written or read.
   *
   * @param maxIdle 1 ms to ten thousand years
   */
  public CacheOptions<K, V> withMaxIdle(Duration maxIdle) {
    long millis = Durations.millis("max idle", maxIdle, Limits.LIFETIME_MILLIS_MAX);
    return with(new Lifetime(lifetime.ttlMillis(), millis));
  }

  private CacheOptions<K, V> with(Lifetime other) {
    return new CacheOptions<>(
        keys, values, other, timeoutMillis, loadMillis, refreshMillis, nearOrNull);
  }

  /**
   * With requests that may take so long.
   *
   * @param timeout 1 ms to {@link Limits#TIMEOUT_MILLIS_MAX}
   */
  public CacheOptions<K, V> withTimeout(Duration timeout) {
    long millis = Durations.millis("timeout", timeout, Limits.TIMEOUT_MILLIS_MAX);
    return new CacheOptions<>(
        keys, values, lifetime, millis, loadMillis, refreshMillis, nearOrNull);
  }

  /**
   * With loaders that may take so long.
   *
   * @param loadTimeout 1 ms to {@link #LOAD_MILLIS_MAX}
   */
  public CacheOptions<K, V> withLoadTimeout(Duration loadTimeout) {
    long millis = Durations.millis("load timeout", loadTimeout, LOAD_MILLIS_MAX);
    return new CacheOptions<>(
        keys, values, lifetime, timeoutMillis, millis, refreshMillis, nearOrNull);
  }

  /**
   * With values that {@link Cache#getOrLoad} loads again, in the background, once they are as old
   * as that. The age is told by what is left of the time to live; so set a longer one first.
   *
   * @param age at least 1 ms, and less than the time to live
   */
  public CacheOptions<K, V> withRefreshAfter(Duration age) {
    long millis = Durations.millis("refresh-after", age, Limits.LIFETIME_MILLIS_MAX);
    return new CacheOptions<>(
        keys, values, lifetime, timeoutMillis, loadMillis, millis, nearOrNull);
  }

  /**
   * With a near cache: each process keeps, beside the cluster, values that it read, so that {@link
   * Cache#get} and {@link Cache#getOrLoad} need not ask for them again. It forgets what was changed
   * as soon as it hears of it, and answers with nothing that is older than the staleness, also
   * where it hears nothing any more. What the process itself wrote through this cache, it sees at
   * once. Reads that are answered here do not count as uses, for the limit on idle time.
   *
   * @param bytesMax at least 1: keys, encoded values and 100 bytes for each
   * @param staleness {@link NearCacheOptions#STALENESS_MILLIS_MIN} to {@link
   *     NearCacheOptions#STALENESS_MILLIS_MAX}
   */
  public CacheOptions<K, V> withNearCache(long bytesMax, Duration staleness) {
    long millis = Durations.millis("staleness", staleness, NearCacheOptions.STALENESS_MILLIS_MAX);
    return new CacheOptions<>(
        keys,
        values,
        lifetime,
        timeoutMillis,
        loadMillis,
        refreshMillis,
        new NearCacheOptions(bytesMax, millis));
  }

  private static void requireInRange(String what, long millis, long min, long max) {
    if (millis < min || millis > max) {
      throw new FailureException(
          ErrorCode.BAD_REQUEST,
          "%s %d ms is not between %d and %d".formatted(what, millis, min, max));
    }
  }
}
