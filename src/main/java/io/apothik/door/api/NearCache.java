package io.apothik.door.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.apothik.message.Hearing;
import io.apothik.message.Listener;
import io.apothik.message.Reply;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.node.Node;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of a cache that this process read a while ago. It listens to changes, forgets what was
 * changed, and answers nothing about a slot of which it did not hear lately that it heard all. Safe
 * for use by several threads.
 *
 * <p>What is read while it changes must not be kept. So changes are counted, in counters that many
 * keys share, and a value is kept only if there was none since it was asked for.
 */
final class NearCache implements Listener {
  private static final Logger LOG = LoggerFactory.getLogger(NearCache.class);
  private static final int ENTRY_BYTES = 100;
  private static final int COUNTERS = 1 << 12;

  /** A value, and when it was asked for. */
  private record Kept(Reply.Value found, long askedAtMillis) {
    int bytes(Bytes key) {
      return ENTRY_BYTES + key.length() + found.value().map(Bytes::length).orElse(0);
    }
  }

  private final long stalenessMillis;
  private final LongSupplier clock;
  private final Cache<Bytes, Kept> kept;
  private final AtomicIntegerArray changes = new AtomicIntegerArray(COUNTERS);
  private volatile @Nullable Hearing hearing;

  /**
   * @param clock in milliseconds
   */
  NearCache(NearCacheOptions options, LongSupplier clock) {
    this.stalenessMillis = options.stalenessMillis();
    this.clock = clock;
    this.kept =
        Caffeine.newBuilder()
            .maximumWeight(options.bytesMax())
            .weigher((Bytes key, Kept value) -> value.bytes(key))
            .build();
  }

  /**
   * One that hears of the changes of all keys with that prefix; until it does, it keeps nothing.
   */
  static NearCache of(NearCacheOptions options, Node node, Bytes prefix) {
    NearCache near = new NearCache(options, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    node.listen(
        prefix,
        near,
        near::hears,
        failure -> LOG.warn("there is no near cache for '{}': {}", prefix, failure.reason()));
    return near;
  }

  /** From now on it hears of changes. */
  void hears(Hearing begun) {
    hearing = begun;
  }

  /** What is kept of the key and not too old, with what is left of its time to live; or null. */
  Reply.@Nullable Value findOrNull(Bytes key) {
    Kept value = kept.getIfPresent(key);
    if (value == null || !isFresh(key)) {
      return null;
    }
    Reply.Value found = value.found();
    if (found.ttlMillis() == 0) {
      return found;
    }
    long left = found.ttlMillis() - (clock.getAsLong() - value.askedAtMillis());
    return left > 0 ? new Reply.Value(found.valueOrNull(), found.version(), left) : null;
  }

  private boolean isFresh(Bytes key) {
    Hearing now = hearing;
    return now != null && now.ageMillis(key) <= stalenessMillis;
  }

  /** A read of the key that goes to the cluster. */
  final class Reading {
    private final Bytes key;
    private final int changesBefore;
    private final long askedAtMillis = clock.getAsLong();

    private Reading(Bytes key) {
      this.key = key;
      this.changesBefore = changes.get(counter(key));
    }

    /** This was found. */
    void found(Reply.Value value) {
      if (value.valueOrNull() != null && isFresh(key)) {
        kept.asMap()
            .compute(
                key,
                (same, before) ->
                    changes.get(counter(key)) == changesBefore
                        ? new Kept(value, askedAtMillis)
                        : null);
      }
    }
  }

  /** Begins to read the key. */
  Reading read(Bytes key) {
    return new Reading(key);
  }

  private static int counter(Bytes key) {
    int hash = key.hashCode();
    return (hash ^ (hash >>> 16)) & (COUNTERS - 1);
  }

  /** The key may have another value. */
  void forget(Bytes key) {
    changes.incrementAndGet(counter(key));
    kept.asMap().remove(key);
  }

  @Override
  public void changed(Changed change) {
    forget(change.key());
  }

  @Override
  public void missed(SlotSet slots) {
    for (int counter = 0; counter < COUNTERS; counter++) {
      changes.incrementAndGet(counter);
    }
    kept.asMap()
        .keySet()
        .removeIf(key -> slots.contains(Placement.SLOTS.slotOf(key, Placement.Slots.COUNT)));
  }
}
