package io.apothik.wire;

import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Optional;

/** Replies as JSON, for doors; {@code docs/protocol.md} specifies it. */
public final class JsonReply {
  private JsonReply() {}

  /**
   * The reply as JSON.
   *
   * @param base64 whether values are wanted as base64 even where they are text
   * @throws IllegalArgumentException for a failure, or for a node's own status: neither is the body
   *     of a reply to a caller
   */
  public static JsonObject encode(Reply reply, boolean base64) {
    JsonObject ok = new JsonObject().put("ok", true);
    if (reply instanceof Reply.Done) {
      return ok;
    } else if (reply instanceof Reply.Value value) {
      return value(ok, value.value(), base64);
    } else if (reply instanceof Reply.Presence presence) {
      return ok.put("found", presence.found());
    } else if (reply instanceof Reply.Filled filled) {
      return filled(ok, filled);
    } else if (reply instanceof Reply.Stats stats) {
      return stats(ok, stats);
    } else if (reply instanceof Reply.Sum sum) {
      JsonArray silent = new JsonArray();
      sum.silent().forEach(node -> silent.add(node.value()));
      return ok.put("entries", sum.entries()).put("silent", silent);
    } else if (reply instanceof Reply.Location location) {
      return location(ok, location);
    } else if (reply instanceof Reply.ClusterView view) {
      return cluster(ok, view);
    } else if (reply instanceof Reply.Started started) {
      return ok.put("node", started.node().value());
    }
    throw new IllegalArgumentException(reply + " has no JSON form");
  }

  private static JsonObject value(JsonObject json, Optional<Bytes> found, boolean base64) {
    json.put("found", found.isPresent());
    found.ifPresent(
        bytes -> {
          Optional<String> text = base64 ? Optional.empty() : bytes.asText();
          if (text.isPresent()) {
            json.put("value", text.get());
          } else {
            json.put("value", Base64.getEncoder().encodeToString(bytes.toArray()))
                .put("encoding", "base64");
          }
        });
    return json;
  }

  private static JsonObject filled(JsonObject json, Reply.Filled filled) {
    JsonObject refused = new JsonObject();
    filled.refused().forEach((code, count) -> refused.put(code.name(), count));
    json.put("stored", filled.stored()).put("refused", refused);
    if (filled.reasonOrNull() != null) {
      json.put("reason", filled.reasonOrNull());
    }
    return json;
  }

  private static JsonObject stats(JsonObject json, Reply.Stats stats) {
    JsonArray nodes = new JsonArray();
    for (Reply.NodeView view : stats.nodes()) {
      JsonObject node =
          new JsonObject().put("node", view.node().value()).put("state", view.state().label());
      view.status().ifPresent(status -> node.put("entries", status.entries()));
      nodes.add(node);
    }
    return json.put("nodes", nodes);
  }

  private static JsonObject location(JsonObject json, Reply.Location location) {
    NodeName movingTo = location.movingToOrNull();
    json.put("slot", location.slot()).put("owner", location.owner().value());
    if (movingTo != null) {
      json.put("movingTo", movingTo.value());
    }
    return json.put("epoch", location.epoch()).put("computed", location.computed());
  }

  private static JsonObject cluster(JsonObject json, Reply.ClusterView view) {
    json.put("placement", view.placement())
        .put("epoch", view.epoch())
        .put("slots", view.slots())
        .put("moving", view.moving());
    NodeName coordinator = view.coordinatorOrNull();
    if (coordinator != null) {
      json.put("coordinator", coordinator.value());
    }
    JsonArray nodes = new JsonArray();
    for (Reply.NodeView node : view.nodes()) {
      nodes.add(node(node));
    }
    return json.put("nodes", nodes);
  }

  private static JsonObject node(Reply.NodeView view) {
    JsonObject json =
        new JsonObject()
            .put("node", view.node().value())
            .put("role", view.role().label())
            .put("state", view.state().label());
    view.status()
        .ifPresent(
            status ->
                json.put("slots", status.slots())
                    .put("entries", status.entries())
                    .put("epoch", status.epoch())
                    .put("ring", status.ring()));
    return json;
  }
}
