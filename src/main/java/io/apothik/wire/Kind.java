package io.apothik.wire;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One kind of record of a {@link Family}.
 *
 * @param tag the byte that stands for it, in 1..{@link #TAG_MAX}
 * @param type its class
 * @param writing appends its fields
 * @param reading reads what {@code writing} wrote
 */
record Kind<T>(
    int tag, Class<T> type, BiConsumer<WireWriter, T> writing, Function<WireReader, T> reading) {
  static final int TAG_MAX = Byte.MAX_VALUE;

  /** A kind of record that has no fields, so that one stands for all. */
  static <T> Kind<T> empty(int tag, T record) {
    @SuppressWarnings("unchecked")
    Class<T> type = (Class<T>) record.getClass();
    return new Kind<>(tag, type, (out, same) -> {}, in -> record);
  }

  /**
   * Appends tag and fields.
   *
   * @throws ClassCastException if the record is not of this kind
   */
  void write(WireWriter out, Object record) {
    out.octet(tag);
    writing.accept(out, type.cast(record));
  }
}
