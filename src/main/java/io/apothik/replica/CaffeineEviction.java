package io.apothik.replica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
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
 *
 * <p>Times are kept apart, for those entries alone that have one: Caffeine's place for a time would
 * take 16 bytes of every entry.
 */
public final class CaffeineEviction implements Eviction {
  /** When there is less room, about so many entries go with each tick: they take a while to go. */
  private static final int SHRINK_ENTRIES = 5_000;

  private final Cache<Cell, Shard> residents;
  private final Cache<Cell, Shard> mortals;
  private final Policy.Eviction<Cell, Shard> bound;
  private final List<Victim> victims = new ArrayList<>();

  private long weightMax;

  /**
   * Whether it matters which entries are used. While less than half of the room is taken nothing is
   * evicted soon, and to note a use takes longer than to find the entry.
   */
  private boolean isScarce = true;

  /** What is left of the entry that is being put: Caffeine asks for it meanwhile, and only then. */
  private long leftMillis;

  /**
   * An empty one.
   *
   * @param weightMax how much all entries may weigh together, in bytes
   * @param nanoTime the time in nanoseconds, of a clock that never goes back
   */
  public CaffeineEviction(long weightMax, LongSupplier nanoTime) {
    this.weightMax = weightMax;
    this.residents =
        Caffeine.newBuilder()
            .maximumWeight(weightMax)
            .weigher((Cell cell, Shard shard) -> cell.weight())
            // At once, on the one thread that there is.
            .executor(Runnable::run)
            .evictionListener(this::onEviction)
            .build();
    this.bound = residents.policy().eviction().orElseThrow();
    this.mortals =
        Caffeine.newBuilder()
            .expireAfter(Expiry.writing((Cell cell, Shard shard) -> Duration.ofMillis(leftMillis)))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .evictionListener(this::onEviction)
            .build();
  }

  private void onEviction(@Nullable Cell cell, @Nullable Shard shard, RemovalCause cause) {
    if (cell != null && shard != null) {
      victims.add(new Victim(shard.slot(), cell.key(), cause == RemovalCause.EXPIRED));
    }
  }

  @Override
  public void stored(Shard shard, Cell cell, long leftMillis) {
    residents.put(cell, shard);
    if (leftMillis == 0) {
      makeImmortal(cell);
    } else {
      this.leftMillis = leftMillis;
      mortals.put(cell, shard);
    }
  }

  private void makeImmortal(Cell cell) {
    if (mortals.estimatedSize() > 0) {
      mortals.invalidate(cell);
    }
  }

  @Override
  @SuppressWarnings("CheckReturnValue") // Reading is what counts.
  public void used(Cell cell) {
    if (isScarce) {
      residents.getIfPresent(cell);
    }
  }

  @Override
  public void removed(Cell cell) {
    residents.invalidate(cell);
    makeImmortal(cell);
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
  public void resize(long other) {
    weightMax = other;
    approach();
  }

  /** Comes nearer to the room that there is to be; if that is more, there is so much at once. */
  private void approach() {
    if (bound.getMaximum() != weightMax) {
      long weight = bound.weightedSize().orElseThrow();
      long some = SHRINK_ENTRIES * (1 + weight / Math.max(1, residents.estimatedSize()));
      bound.setMaximum(Math.max(weightMax, weight - some));
    }
  }

  @Override
  public void tick() {
    approach();
    residents.cleanUp();
    mortals.cleanUp();
    isScarce = bound.weightedSize().orElseThrow() > bound.getMaximum() / 2;
  }
}
