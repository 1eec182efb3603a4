package io.apothik.door.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.apothik.slot.Bytes;
import java.io.IOException;

/** Objects of a class as JSON. */
record BeanCodec<T>(Class<T> valueType, ObjectMapper mapper) implements Codec<T> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  static <T> BeanCodec<T> of(Class<T> type) {
    return new BeanCodec<>(type, MAPPER);
  }

  @Override
  public Bytes encode(T value) {
    try {
      byte[] json = mapper.writeValueAsBytes(value);
      return Bytes.within(json, 0, json.length);
    } catch (JsonProcessingException unwritable) {
      throw new IllegalArgumentException(unwritable.getOriginalMessage(), unwritable);
    }
  }

  @Override
  public T decode(Bytes bytes) {
    T value;
    try {
      value = mapper.readValue(bytes.toArray(), valueType);
    } catch (JsonProcessingException unreadable) {
      throw new IllegalArgumentException(unreadable.getOriginalMessage(), unreadable);
    } catch (IOException impossible) {
      throw new IllegalArgumentException(impossible);
    }
    if (value == null) {
      throw new IllegalArgumentException("it is null");
    }
    return value;
  }

  @Override
  public String type() {
    return valueType.getSimpleName();
  }
}
