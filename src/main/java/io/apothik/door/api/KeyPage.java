package io.apothik.door.api;

import io.apothik.message.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Some of a cache's keys.
 *
 * @param keys perhaps none, though more come
 * @param nextOrNull where the next page begins, or null if this is the last
 */
public record KeyPage<K>(List<K> keys, @Nullable Cursor nextOrNull) {
  public KeyPage {
    keys = List.copyOf(keys);
  }

  /** Where the next page begins, or nothing if this is the last. */
  public Optional<Cursor> next() {
    return Optional.ofNullable(nextOrNull);
  }
}
