package io.apothik.wire;

import io.apothik.message.HotKey;
import io.apothik.message.JournalEvent;
import io.apothik.message.Limits;
import io.apothik.message.Observation;
import io.apothik.message.Observation.History;
import io.apothik.message.Observation.HotKeys;
import io.apothik.message.Observation.Journal;
import io.apothik.message.Observation.Point;
import io.apothik.slot.NodeName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The replies to {@code history}, {@code hot-keys} and {@code events} as JSON. */
final class JsonObservation {
  private JsonObservation() {}

  /**
   * Adds what was observed.
   *
   * @throws IllegalArgumentException if it is not for callers
   */
  static JsonObject encode(JsonObject json, Observation observation) {
    if (observation instanceof History history) {
      return history(json, history);
    } else if (observation instanceof HotKeys keys) {
      return hotKeys(json, keys);
    } else if (observation instanceof Journal journal) {
      return journal(json, journal);
    }
    throw new IllegalArgumentException(observation.getClass() + " has no JSON form");
  }

  private static JsonObject history(JsonObject json, History history) {
    JsonArray samples = new JsonArray();
    history.points().forEach(point -> samples.add(sample(point)));
    return json.put("intervalMillis", Limits.SAMPLE_MILLIS)
        .put("samples", samples)
        .put("silent", names(history.silent()));
  }

  private static JsonObject sample(Point point) {
    JsonObject json =
        new JsonObject().put("atMillis", point.atMillis()).put("requests", point.requests());
    if (point.requests() > 0) {
      json.put("p50Micros", point.latencies().p50())
          .put("p99Micros", point.latencies().p99())
          .put("p999Micros", point.latencies().p999());
    }
    JsonObject errors = new JsonObject();
    point.errors().forEach((code, count) -> errors.put(code.name(), count));
    json.put("errors", errors).put("evicted", point.evicted());
    point.bytesIn().ifPresent(bytes -> json.put("bytesIn", bytes));
    point.bytesOut().ifPresent(bytes -> json.put("bytesOut", bytes));
    return json;
  }

  private static JsonObject hotKeys(JsonObject json, HotKeys hot) {
    JsonArray keys = new JsonArray();
    hot.keys().forEach(key -> keys.add(hotKey(key)));
    return json.put("requests", hot.requests())
        .put("windowMillis", hot.windowMillis())
        .put("keys", keys)
        .put("silent", names(hot.silent()));
  }

  private static JsonObject hotKey(HotKey hot) {
    JsonObject json = new JsonObject();
    Optional<String> text = hot.key().asText();
    if (text.isPresent()) {
      json.put("key", text.get());
    } else {
      json.put("key", Base64.getEncoder().encodeToString(hot.key().toArray()))
          .put("encoding", "base64");
    }
    return json.put("count", hot.count())
        .put("countAtLeast", hot.countAtLeast())
        .put("node", hot.node().value());
  }

  private static JsonObject journal(JsonObject json, Journal journal) {
    JsonArray events = new JsonArray();
    journal.events().forEach(event -> events.add(event(event)));
    return json.put("events", events).put("last", journal.last());
  }

  private static JsonObject event(JournalEvent event) {
    JsonObject json =
        new JsonObject()
            .put("sequence", event.sequence())
            .put("atMillis", event.atMillis())
            .put("kind", event.kind().label());
    NodeName node = event.nodeOrNull();
    if (node != null) {
      json.put("node", node.value());
    }
    return json.put("text", event.text());
  }

  private static JsonArray names(List<NodeName> nodes) {
    return new JsonArray(nodes.stream().map(NodeName::value).toList());
  }
}
