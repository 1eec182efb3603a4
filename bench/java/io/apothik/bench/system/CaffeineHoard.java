package io.apothik.bench.system;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apothik.bench.load.Data;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Caffeine alone, bounded by the number of entries, with keys and values that nobody else has:
 * strings and arrays, the smallest forms in which Java has such.
 */
public final class CaffeineHoard {
  private final Cache<String, byte[]> cache;

  /** With all entries of the data. */
  public CaffeineHoard(Data data) {
    this.cache = Caffeine.newBuilder().maximumSize(2L * data.keys()).build();
    List<byte[]> values = data.values(value -> value);
    for (int i = 0; i < data.keys(); i++) {
      String key = new String(data.key(i), StandardCharsets.US_ASCII);
      cache.put(key, values.get(i % values.size()).clone());
    }
    cache.cleanUp();
  }

  /** How many there are. */
  public long entries() {
    return cache.estimatedSize();
  }
}
