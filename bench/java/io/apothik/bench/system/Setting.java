package io.apothik.bench.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What a process of a system is to be.
 *
 * @param contestant the system, by its name in the results
 * @param number of the server, from 1 on; 0 for the client
 * @param port of its own, if it needs one
 * @param ports of all servers, in the order in which they are started
 */
public record Setting(String contestant, int number, int port, List<Integer> ports) {
  public static final String HOST = "127.0.0.1";

  public Setting {
    ports = List.copyOf(ports);
  }

  /** Where the first server listens, or this process if there are no servers. */
  int firstPort() {
    return ports.isEmpty() ? port : ports.get(0);
  }

  public JsonObject toJson() {
    return new JsonObject()
        .put("contestant", contestant)
        .put("number", number)
        .put("port", port)
        .put("ports", new JsonArray(ports));
  }

  public static Setting of(JsonObject json) {
    return new Setting(
        json.getString("contestant"),
        json.getInteger("number"),
        json.getInteger("port"),
        json.getJsonArray("ports").stream().map(port -> ((Number) port).intValue()).toList());
  }
}
