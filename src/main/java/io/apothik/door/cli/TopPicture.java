package io.apothik.door.cli;

import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What nodes have to do, drawn with characters. */
final class TopPicture {
  private static final int HOT_KEYS_SHOWN = 3;
  private static final double MIB = 1024 * 1024;
  private static final String ABSENT = "-";

  private TopPicture() {}

  /**
   * The picture.
   *
   * @param reply the replies to {@code cluster}, {@code history} and {@code hot-keys}
   */
  static String of(JsonObject reply) {
    List<JsonObject> nodes =
        StatCommands.objects(reply.getJsonObject("cluster").getJsonArray("nodes"));
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "node",
            "state",
            "requests/s",
            "hits",
            "memory",
            "calls/s",
            "errors/s",
            "p50",
            "p99",
            "in flight",
            "hot keys"));
    nodes.forEach(node -> rows.add(row(node, reply.getJsonObject("hotKeys"))));
    return headline(nodes, reply)
        + ClusterPicture.of(reply.getJsonObject("cluster")).redundancy()
        + table(rows);
  }

  private static String headline(List<JsonObject> nodes, JsonObject reply) {
    long requests = nodes.stream().mapToLong(node -> node.getLong("requestsPerSecond", 0L)).sum();
    double errors =
        nodes.stream().mapToDouble(node -> node.getDouble("errorsPerSecond", 0.0)).sum();
    JsonArray samples = reply.getJsonObject("history").getJsonArray("samples");
    JsonObject last = samples.isEmpty() ? new JsonObject() : samples.getJsonObject(0);
    return String.format(
        Locale.ROOT,
        "%d requests/s, %.1f errors/s, p50 %s, p99 %s%n",
        requests,
        errors,
        millis(last, "p50Micros"),
        millis(last, "p99Micros"));
  }

  private static List<String> row(JsonObject node, JsonObject hotKeys) {
    return List.of(
        node.getString("node"),
        node.getString("state"),
        shown(node, "requestsPerSecond"),
        node.containsKey("hitRatio") ? Math.round(100 * node.getDouble("hitRatio")) + " %" : ABSENT,
        memory(node),
        shown(node, "callsPerSecond"),
        shown(node, "errorsPerSecond"),
        millis(node, "p50Micros"),
        millis(node, "p99Micros"),
        shown(node, "inFlight"),
        hot(node.getString("node"), hotKeys));
  }

  private static String memory(JsonObject node) {
    return node.containsKey("memoryBytes")
        ? String.format(
            Locale.ROOT,
            "%.0f/%.0f MiB",
            node.getLong("bytes", 0L) / MIB,
            node.getLong("memoryBytes") / MIB)
        : ABSENT;
  }

  private static String millis(JsonObject json, String field) {
    return json.containsKey(field)
        ? String.format(Locale.ROOT, "%.2f ms", json.getLong(field) / 1_000.0)
        : ABSENT;
  }

  private static String shown(JsonObject node, String field) {
    return node.containsKey(field) ? node.getValue(field).toString() : ABSENT;
  }

  /** Those that the node has most to do with, each with its part of all requests. */
  private static String hot(String node, JsonObject hotKeys) {
    long all = Math.max(1, hotKeys.getLong("requests"));
    return StatCommands.objects(hotKeys.getJsonArray("keys")).stream()
        .filter(key -> key.getString("node").equals(node))
        .limit(HOT_KEYS_SHOWN)
        .map(key -> name(key) + " " + part(key.getLong("count"), all))
        .collect(Collectors.joining(", "));
  }

  /** As people can read it, without what would steer a terminal. */
  static String name(JsonObject hotKey) {
    return Bytes.utf8(hotKey.getString("key")).toString();
  }

  static String part(long count, long all) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / Math.max(1, all));
  }

  /** Columns beside each other; numbers end, and words begin, at the same place. */
  static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    StringBuilder table = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        int column = i;
        int width = rows.stream().mapToInt(each -> each.get(column).length()).max().orElse(1);
        boolean words = i == columns - 1 || i < 2;
        String form = words ? "%-" + Math.max(1, width) + "s" : "%" + Math.max(1, width) + "s";
        line.append(form.formatted(row.get(i))).append("  ");
      }
      table.append(line.toString().stripTrailing()).append('\n');
    }
    return table.toString().stripTrailing();
  }
}
