package io.apothik.replay;

import io.apothik.slot.Bytes;
import java.util.List;
import java.util.stream.IntStream;

/** The keys of the experiment, {@code k_1_1} to {@code k_1_5000}; each has an index from 0 on. */
final class Keys {
  static final int COUNT = 5_000;

  private static final List<Bytes> ALL =
      IntStream.rangeClosed(1, COUNT).mapToObj(i -> Bytes.utf8("k_1_" + i)).toList();

  private Keys() {}

  /**
   * The key with that index.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  static Bytes at(int index) {
    return ALL.get(index);
  }
}
