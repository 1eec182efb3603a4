package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.NodeRef;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a JSON request; each of a wrong type or out of range is a BAD_REQUEST. */
final class Fields {
  private final JsonObject json;

  Fields(JsonObject json) {
    this.json = json;
  }

  String text(String name) {
    return required(name, text(json.getValue(name), name));
  }

  String text(String name, String absent) {
    String text = text(json.getValue(name), name);
    return text == null ? absent : text;
  }

  int integer(String name) {
    return required(name, integerOrNull(name));
  }

  int integer(String name, int absent) {
    Integer value = integerOrNull(name);
    return value == null ? absent : value;
  }

  /** A whole number of at most 64 bits. */
  long longInteger(String name, long absent) {
    Object value = json.getValue(name);
    if (value == null) {
      return absent;
    } else if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw wrongType(name, value, "a whole number of at most 64 bits");
  }

  boolean has(String name) {
    return json.getValue(name) != null;
  }

  /** The elements of an array. */
  List<Object> elements(String name) {
    Object value = required(name, json.getValue(name));
    if (value instanceof JsonArray array) {
      return array.stream().toList();
    }
    throw wrongType(name, value, "an array");
  }

  boolean flag(String name) {
    Object value = json.getValue(name);
    if (value != null && !(value instanceof Boolean)) {
      throw wrongType(name, value, "true or false");
    }
    return Boolean.TRUE.equals(value);
  }

  /** A node, by number or by name. */
  Optional<NodeRef> node(String name) {
    Object value = json.getValue(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(
        new NodeRef(
            value instanceof String text
                ? text
                : String.valueOf(required(name, integerOrNull(name)))));
  }

  static FailureException bad(String reason) {
    return new FailureException(ErrorCode.BAD_REQUEST, reason);
  }

  /** What a caller sent, shortened for a message to it. */
  static String shown(String sent) {
    return sent.length() <= 64 ? sent : sent.substring(0, 64) + "…";
  }

  private static @Nullable String text(@Nullable Object value, String name) {
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrongType(name, value, "a text");
  }

  private @Nullable Integer integerOrNull(String name) {
    Object value = json.getValue(name);
    if (value == null || value instanceof Integer) {
      return (Integer) value;
    }
    throw wrongType(name, value, "a whole number of at most 32 bits");
  }

  private static <T> T required(String name, @Nullable T value) {
    if (value == null) {
      throw bad("the field '" + name + "' is missing");
    }
    return value;
  }

  static FailureException wrongType(String name, Object value, String wanted) {
    return bad(
        "the field '%s' is %s, not %s".formatted(name, shown(String.valueOf(value)), wanted));
  }
}
