package io.apothik.replica;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.apothik.slot.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Evicts by Caffeine's policy, which resists scans: W-TinyLFU (Einziger, Friedman, Manes, "TinyLFU:
 * A Highly Efficient Cache Admission Policy", ACM Transactions on Storage 2017), on the weight of
 * entries in bytes. Caffeine holds keys and weights alone; the values stay where they are.
 */
public final class CaffeineEviction implements Eviction {
  private record Resident(int slot, long weight, long leftMillis) {}

  private final Cache<Bytes, Resident> residents;
  private final List<Victim> victims = new ArrayList<>();

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
            .weigher((Bytes key, Resident resident) -> (int) resident.weight())
            .expireAfter(Expiry.writing((Bytes key, Resident resident) -> left(resident)))
            .ticker(nanoTime::getAsLong)
            // At once, on the one thread that there is.
            .executor(Runnable::run)
            .evictionListener(this::onEviction)
            .build();
  }

  private static Duration left(Resident resident) {
    return resident.leftMillis() == 0
        ? Duration.ofNanos(Long.MAX_VALUE)
        : Duration.ofMillis(resident.leftMillis());
  }

  private void onEviction(@Nullable Bytes key, @Nullable Resident resident, RemovalCause cause) {
    if (key != null && resident != null) {
      victims.add(new Victim(resident.slot(), key, cause == RemovalCause.EXPIRED));
    }
  }

  @Override
  public void stored(int slot, Bytes key, long weight, long leftMillis) {
    residents.put(key, new Resident(slot, weight, leftMillis));
  }

  @Override
  @SuppressWarnings("CheckReturnValue") // Reading is what counts.
  public void used(Bytes key) {
    residents.getIfPresent(key);
  }

  @Override
  public void removed(Bytes key) {
    residents.invalidate(key);
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
