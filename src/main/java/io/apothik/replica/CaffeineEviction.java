package io.apothik.replica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evicts by Caffeine's policy, which resists scans: W-TinyLFU (Einziger, Friedman, Manes, "TinyLFU:
 * A Highly Efficient Cache Admission Policy", ACM Transactions on Storage 2017), on the weight of
 * entries in bytes. Caffeine holds the shards' cells themselves, and for each the shard that it is
 * in, so that an entry costs no object here but Caffeine's own.
 */
public final class CaffeineEviction implements Eviction {
  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final Cache<Cell, Shard> residents;
  private final List<Victim> victims = new ArrayList<>();

  /** What is left of the entry that is being put: Caffeine asks for it meanwhile, and only then. */
  private long leftMillis;

  /**
   * An empty one.
   *
   * @param weightMax how much all entries may weigh together, in bytes
   * @param nanoTime the time in nanoseconds, of a clock that never goes back
   */
  public CaffeineEviction(long weightMax, LongSupplier nanoTime) {
    this.residents =
        Caffeine.newBuilder()
            .maximumWeight(weightMax)
            .weigher((Cell cell, Shard shard) -> cell.weight())
            .expireAfter(Expiry.writing((Cell cell, Shard shard) -> left()))
            .ticker(nanoTime::getAsLong)
            // At once, on the one thread that there is.
            .executor(Runnable::run)
            .evictionListener(this::onEviction)
            .build();
  }

  private Duration left() {
    return leftMillis == 0 ? FOREVER : Duration.ofMillis(leftMillis);
  }

  private void onEviction(@Nullable Cell cell, @Nullable Shard shard, RemovalCause cause) {
    if (cell != null && shard != null) {
      victims.add(new Victim(shard.slot(), cell.key(), cause == RemovalCause.EXPIRED));
    }
  }

  @Override
  public void stored(Shard shard, Cell cell, long leftMillis) {
    this.leftMillis = leftMillis;
    residents.put(cell, shard);
  }

  @Override
  @SuppressWarnings("CheckReturnValue") // Reading is what counts.
  public void used(Cell cell) {
    residents.getIfPresent(cell);
  }

  @Override
  public void removed(Cell cell) {
    residents.invalidate(cell);
  }

  @Override
  public List<Victim> takeVictims() {
    if (victims.isEmpty()) {
      return List.of();
    }
    List<Victim> taken = List.copyOf(victims);
    victims.clear();
    return taken;
  }

  @Override
  public void tick() {
    residents.cleanUp();
  }
}
