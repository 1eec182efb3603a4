package io.apothik.bench.load;

import java.nio.charset.StandardCharsets;
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

  private static final int VALUES = 64;
  private static final int FIRST_PRINTABLE = 'A';
  private static final int PRINTABLES = 26;

  /** A key of 16 characters that no data with other values has. */
  public String key(int number) {
    return "%06d:%09d".formatted(valueBytes, number);
  }

  /** Every key, in the form that a system takes. */
  public <K> List<K> keys(Function<byte[], K> form) {
    List<K> all = new ArrayList<>(keys);
    for (int i = 0; i < keys; i++) {
      all.add(form.apply(key(i).getBytes(StandardCharsets.US_ASCII)));
    }
    return all;
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
