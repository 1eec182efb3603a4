package io.apothik.door.cli;

import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Option;

/** How long an entry is to live. */
final class LifetimeOptions {
  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      converter = Millis.class,
      description = "How long the entry lives, such as 500ms, 30s, 5m, 2h; 0 for no limit.")
  long ttlMillis;

  @Option(
      names = "--max-idle",
      paramLabel = "TIME",
      converter = Millis.class,
      description = "How long it lives after it was last read or written; 0 for no limit.")
  long maxIdleMillis;

  JsonObject addTo(JsonObject request) {
    if (ttlMillis != 0) {
      request.put("ttlMillis", ttlMillis);
    }
    return maxIdleMillis == 0 ? request : request.put("maxIdleMillis", maxIdleMillis);
  }
}
