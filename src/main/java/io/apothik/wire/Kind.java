package io.apothik.wire;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One kind of record of a {@link Family}.
 *
 * @param tag the byte that stands for it, in 1..127
 * @param type its class
 * @param writing appends its fields
 * @param reading reads what {@code writing} wrote
 */
record Kind<T>(
    int tag, Class<T> type, BiConsumer<WireWriter, T> writing, Function<WireReader, T> reading) {

  /** A kind of record that has no fields. */
  static <T> Kind<T> empty(int tag, Class<T> type, Supplier<T> constructor) {
    return new Kind<>(tag, type, (out, record) -> {}, in -> constructor.get());
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
