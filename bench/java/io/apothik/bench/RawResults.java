package io.apothik.bench;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;

/** A run as JSON with a line for each measurement, so that it can be read and compared by eye. */
final class RawResults {
  private RawResults() {}

  static String text(JsonObject run) {
    return run.stream()
        .map(field -> Json.encode(field.getKey()) + ": " + value(field.getValue()))
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static String value(Object value) {
    return value instanceof JsonArray array
        ? array.stream().map(Json::encode).collect(Collectors.joining(",\n  ", "[\n  ", "\n]"))
        : Json.encode(value);
  }
}
