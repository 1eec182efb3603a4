package io.apothik.node;

import io.apothik.message.HotKey;
import io.apothik.message.Limits;
import io.apothik.message.Observation;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;
import org.apache.datasketches.frequencies.ItemsSketch.Row;

/**
 * Which keys a node is asked for most: the frequent-items sketch of Apache DataSketches (Anderson
 * et al., <i>A High-Performance Algorithm for Identifying Frequent Items in Data Streams</i>, IMC
 * 2017), of requests that {@link KeySampler}s chose.
 *
 * <p>There are two sketches, each of {@link #WINDOW_MILLIS}: that of now and the one before. So
 * what is told is of the last 30 to 60 s. A sketch has {@link #SKETCH_PLACES} places, of which
 * three quarters are used, and keys of at most {@link Limits#HOT_KEY_BYTES_MAX}: both take half a
 * MiB at the most. It counts no key too high, or overlooks it, by more than 3.5 of {@link
 * #SKETCH_PLACES} of all requests: 0.7 %. Safe for use by several threads.
 */
final class HotKeys {
  static final long WINDOW_MILLIS = 30_000;
  private static final int SKETCH_PLACES = 512;

  /** Of what chance may add to a count: in 97 of 100 cases it is less. */
  private static final double DEVIATIONS = 2;

  /** Requests since some time, by {@link System#nanoTime}. */
  private static final class Window {
    private final ItemsSketch<Bytes> keys = new ItemsSketch<>(SKETCH_PLACES);
    private final long sinceNanos;
    private long requests;
    private int maxWeight = 1;

    private Window(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  private final NodeName self;
  private final LongSupplier nanos;
  private Window now;
  private Window before;

  /**
   * @param nanos the time, by {@link System#nanoTime}
   */
  HotKeys(NodeName self, LongSupplier nanos) {
    this.self = self;
    this.nanos = nanos;
    this.now = new Window(nanos.getAsLong());
    this.before = now;
  }

  /** A request for the key stands for so many. */
  synchronized void add(Bytes key, int weight) {
    Window window = now();
    window.requests += weight;
    window.maxWeight = Math.max(window.maxWeight, weight);
    if (key.length() <= Limits.HOT_KEY_BYTES_MAX) {
      // What it came with may be much larger.
      window.keys.update(Bytes.copyOf(key.toArray()), weight);
    }
  }

  /** That of now: another one if its time is over. */
  private Window now() {
    long time = nanos.getAsLong();
    long age = TimeUnit.NANOSECONDS.toMillis(time - now.sinceNanos);
    if (age >= 2 * WINDOW_MILLIS) {
      now = new Window(time);
      before = now;
    } else if (age >= WINDOW_MILLIS) {
      // Though nobody asked just then, that one ended when its time was over.
      before = now;
      now = new Window(before.sinceNanos + TimeUnit.MILLISECONDS.toNanos(WINDOW_MILLIS));
    }
    return now;
  }

  /**
   * The keys that are asked for most, without those that may have been asked for once alone: of an
   * even load of many keys, a sketch keeps any.
   *
   * @param count how many at most
   * @param prefixes one of which they must have; none for all keys
   */
  synchronized Observation.HotKeys top(int count, List<Bytes> prefixes) {
    Window current = now();
    Window earlier = before;
    boolean two = earlier != current;
    ItemsSketch<Bytes> all = new ItemsSketch<>(SKETCH_PLACES);
    all.merge(current.keys);
    if (two) {
      all.merge(earlier.keys);
    }
    int maxWeight = Math.max(current.maxWeight, earlier.maxWeight);
    Predicate<Bytes> wanted =
        key -> prefixes.isEmpty() || prefixes.stream().anyMatch(key::startsWith);
    List<HotKey> keys =
        Stream.of(all.getFrequentItems(ErrorType.NO_FALSE_NEGATIVES))
            .filter(row -> wanted.test(row.getItem()))
            .map(row -> hotKey(row, maxWeight))
            .filter(hot -> hot.countAtLeast() > 1)
            .limit(count)
            .toList();
    long windowMillis = TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - earlier.sinceNanos);
    return new Observation.HotKeys(
        current.requests + (two ? earlier.requests : 0), windowMillis, keys, List.of());
  }

  /** Where requests are chosen by chance, a count deviates by about the root of what was chosen. */
  private HotKey hotKey(Row<Bytes> row, int maxWeight) {
    double deviation = DEVIATIONS * Math.sqrt((maxWeight - 1.0) * row.getLowerBound());
    long atLeast = Math.max(0, Math.round(row.getLowerBound() - deviation));
    return new HotKey(row.getItem(), row.getEstimate(), atLeast, self);
  }
}
