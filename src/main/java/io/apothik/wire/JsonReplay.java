package io.apothik.wire;

import io.apothik.message.Replayed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** A replay of the experiment as JSON; {@code docs/protocol.md} specifies it. */
final class JsonReplay {
  private JsonReplay() {}

  static JsonObject encode(JsonObject json, Replayed replayed) {
    JsonArray placements = new JsonArray();
    replayed.standings().forEach(standing -> placements.add(standing(standing)));
    return json.put("step", replayed.step().label())
        .put("steps", replayed.steps())
        .put("keys", replayed.keys())
        .put("placements", placements);
  }

  private static JsonObject standing(Replayed.Standing standing) {
    JsonArray nodes = new JsonArray();
    standing.nodes().forEach(node -> nodes.add(node(node)));
    return new JsonObject()
        .put("placement", standing.placement())
        .put("nodes", nodes)
        .put("moved", standing.moved())
        .put("copied", standing.copied())
        .put("lost", standing.lost())
        .put("garbage", standing.garbage())
        .put("found", standing.found())
        .put("words", standing.words());
  }

  private static JsonObject node(Replayed.Node node) {
    return new JsonObject()
        .put("name", node.name().value())
        .put("state", node.state().name().toLowerCase(Locale.ROOT))
        .put("keys", node.keys())
        .put("garbage", node.garbage())
        .put("backups", node.backups());
  }
}
