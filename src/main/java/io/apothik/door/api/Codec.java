package io.apothik.door.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.apothik.slot.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/**
 * How keys or values of one type are written as bytes. Values that are equal should be written
 * alike; keys must be. Safe for use by several threads.
 */
public interface Codec<T> {
  /** Text, as UTF-8. */
  Codec<String> STRING =
      of("text in UTF-8", Bytes::utf8, bytes -> bytes.asText().orElseThrow(FunctionCodec::noText));

  /** Bytes as they are. */
  Codec<Bytes> BYTES = of("bytes", bytes -> bytes, bytes -> bytes);

  /** A 64-bit integer in decimal digits, as counters are kept. */
  Codec<Long> LONG =
      of("64-bit integer", number -> Bytes.utf8(Long.toString(number)), FunctionCodec::number);

  /** A JSON object, written with its fields in the order that it has. */
  Codec<JsonObject> JSON =
      of(
          "JSON object",
          json -> Bytes.copyOf(json.toBuffer().getBytes()),
          bytes -> new JsonObject(Buffer.buffer(bytes.toArray())));

  /** Throws any exception if the value cannot be written. */
  Bytes encode(T value);

  /** Throws any exception if the bytes stand for no value. */
  T decode(Bytes bytes);

  /** What the values are called in messages to people. */
  String type();

  /**
   * Records and beans as JSON, through Jackson: with their fields in alphabetical order, and deaf
   * to fields that the class does not have, so that an application can be upgraded node by node.
   */
  static <T> Codec<T> of(Class<T> type) {
    return BeanCodec.of(type);
  }

  /** Records and beans through a mapper of the application's own. */
  static <T> Codec<T> of(Class<T> type, ObjectMapper mapper) {
    return new BeanCodec<>(type, mapper);
  }

  /** What two functions do that throw where a codec does. */
  static <T> Codec<T> of(String type, Function<T, Bytes> encode, Function<Bytes, T> decode) {
    return new FunctionCodec<>(type, encode, decode);
  }
}
