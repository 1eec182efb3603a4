package io.apothik.door.api;

import io.apothik.message.Version;
import java.util.function.Predicate;

/** What somebody is told who listens to a cache: see {@link Cache#onChange}. */
public sealed interface CacheEvent<K> {
  /** The key has another value, or its lifetime was changed. */
  record Stored<K>(K key, Version version) implements CacheEvent<K> {}

  /** The key has no value any more: it was deleted, its time was over, or there was no room. */
  record Removed<K>(K key, Version version) implements CacheEvent<K> {}

  /**
   * Changes may have been missed before now.
   *
   * @param concerns whether changes of that key
   */
  record Missed<K>(Predicate<K> concerns) implements CacheEvent<K> {}
}
