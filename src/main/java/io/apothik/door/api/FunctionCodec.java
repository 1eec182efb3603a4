package io.apothik.door.api;

import io.apothik.slot.Bytes;
import java.util.function.Function;

/** A codec made of two functions. */
record FunctionCodec<T>(String type, Function<T, Bytes> encoding, Function<Bytes, T> decoding)
    implements Codec<T> {
  @Override
  public Bytes encode(T value) {
    return encoding.apply(value);
  }

  @Override
  public T decode(Bytes bytes) {
    return decoding.apply(bytes);
  }

  static Long number(Bytes bytes) {
    return Long.valueOf(bytes.asText().orElseThrow(FunctionCodec::noText));
  }

  static IllegalArgumentException noText() {
    return new IllegalArgumentException("it is not UTF-8");
  }
}
