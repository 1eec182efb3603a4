package io.apothik.door.api;

import io.apothik.message.Version;
import java.time.Duration;
import java.util.Optional;

/**
 * A value with what is known of it.
 *
 * @param version of the write that it comes from, for {@link Cache#replace} and {@link
 *     Cache#delete(Object, Version)}
 * @param ttlMillis what is left of its time to live, or 0 for no limit
 */
public record CacheEntry<V>(V value, Version version, long ttlMillis) {
  /** What is left of its time to live, or nothing if there is no limit. */
  public Optional<Duration> timeToLive() {
    return ttlMillis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(ttlMillis));
  }
}
