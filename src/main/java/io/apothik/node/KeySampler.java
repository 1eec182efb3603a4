package io.apothik.node;

import io.apothik.slot.Bytes;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Chooses by chance which requests of one event loop are counted by {@link HotKeys}: all as long as
 * there are few, else one in 2, 4, 8 and so on, which then stands for as many. So at most some
 * thousand a second are counted; and to choose takes a few shifts, as that is on the way of every
 * request. It is by chance, as every eighth request of a caller that goes round eight keys would be
 * for the same key. Used by one thread.
 */
final class KeySampler implements Consumer<Bytes> {
  /** If more are chosen in a second, half as many are from then on. */
  static final int CHOSEN_MAX = 4_096;

  private static final int WEIGHT_MAX = 1 << 30;
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final HotKeys hotKeys;
  private final LongSupplier nanos;
  private long random;
  private int weight = 1;
  private int chosen;
  private long sinceNanos;

  /**
   * @param nanos the time, by {@link System#nanoTime}
   * @param seed not 0
   */
  KeySampler(HotKeys hotKeys, LongSupplier nanos, long seed) {
    this.hotKeys = hotKeys;
    this.nanos = nanos;
    this.random = seed;
    this.sinceNanos = nanos.getAsLong();
  }

  @Override
  public void accept(Bytes key) {
    // Marsaglia, Xorshift RNGs, 2003.
    long next = random;
    next ^= next << 13;
    next ^= next >>> 7;
    next ^= next << 17;
    random = next;
    if ((next & (weight - 1)) == 0) {
      choose(key);
    }
  }

  private void choose(Bytes key) {
    long seconds = (nanos.getAsLong() - sinceNanos) / SECOND_NANOS;
    if (seconds > 0) {
      sinceNanos += seconds * SECOND_NANOS;
      chooseMore(chosen / seconds);
      chosen = 0;
    }
    hotKeys.add(key, weight);
    if (++chosen >= CHOSEN_MAX && weight < WEIGHT_MAX) {
      weight <<= 1;
      chosen = 0;
    }
  }

  /** As many as there is room for, by what was chosen in a second of late. */
  private void chooseMore(long perSecond) {
    for (long each = perSecond; weight > 1 && each < CHOSEN_MAX / 4; each *= 2) {
      weight >>= 1;
    }
  }
}
