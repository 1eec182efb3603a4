package io.apothik.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * The keys and values of a measurement; the same each time.
 *
 * @param keys how many keys there are
 * @param valueBytes the length of each value
 */
public record Data(int keys, int valueBytes) {
  /** The length of each key. */
  public static final int KEY_BYTES = 16;

  private static final int DECIMAL = 10;

  /** More than there are keys. */
  private static final long VALUE_BYTES_UNIT = 10_000_000_000L;

  private static final int VALUES = 64;
  private static final int FIRST_PRINTABLE = 'A';
  private static final int PRINTABLES = 26;

  /**
   * A new key of 16 digits, which no data with other values has. Made when it is asked, as by most
   * who use a cache: to look for it in a list of all keys would take as long as some systems take
   * for the rest.
   */
  public byte[] key(int number) {
    byte[] key = new byte[KEY_BYTES];
    long rest = valueBytes * VALUE_BYTES_UNIT + number;
    for (int i = KEY_BYTES - 1; i >= 0; i--) {
      key[i] = (byte) ('0' + rest % DECIMAL);
      rest /= DECIMAL;
    }
    return key;
  }

  /** A few values that take turns, in the form that a system takes. */
  public <V> List<V> values(Function<byte[], V> form) {
    Random random = new Random(valueBytes);
    List<V> all = new ArrayList<>(VALUES);
    for (int i = 0; i < VALUES; i++) {
      byte[] value = new byte[valueBytes];
      for (int j = 0; j < valueBytes; j++) {
        value[j] = (byte) (FIRST_PRINTABLE + random.nextInt(PRINTABLES));
      }
      all.add(form.apply(value));
    }
    return all;
  }
}
