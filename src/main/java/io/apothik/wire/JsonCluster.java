package io.apothik.wire;

import io.apothik.message.Holdings;
import io.apothik.message.Pauses;
import io.apothik.message.Reply.ClusterView;
import io.apothik.message.Reply.NodeView;
import io.apothik.message.Reply.Status;
import io.apothik.message.RollVerdict;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The reply to {@code cluster} as JSON. */
final class JsonCluster {
  private JsonCluster() {}

  static JsonObject encode(JsonObject json, ClusterView view) {
    json.put("placement", view.placement())
        .put("epoch", view.epoch())
        .put("slots", view.slots())
        .put("moving", view.moving())
        .put("slotsToFill", view.slotsToFill())
        .put("bytesToFill", view.bytesToFill());
    view.fillMillisLeft().ifPresent(millis -> json.put("fillMillisLeft", millis));
    json.put("backups", view.backups())
        .put("degraded", view.degraded())
        .put("safeToRoll", RollVerdict.mayAnyBeKilled(view))
        .put("slotsLost", view.losses().stream().mapToInt(Loss::slots).sum());
    pauses(json, view.pauses());
    NodeName coordinator = view.coordinatorOrNull();
    if (coordinator != null) {
      json.put("coordinator", coordinator.value());
    }
    JsonArray nodes = new JsonArray();
    view.nodes().forEach(node -> nodes.add(node(node)));
    return json.put("nodes", nodes);
  }

  private static JsonObject node(NodeView view) {
    JsonObject json =
        new JsonObject()
            .put("node", view.node().value())
            .put("role", view.role().label())
            .put("state", view.state().label());
    view.status().ifPresent(status -> status(json, view, status));
    return json;
  }

  private static void status(JsonObject json, NodeView view, Status status) {
    Holdings holdings = status.holdings();
    json.put("slots", holdings.slots())
        .put("entries", holdings.entries())
        .put("backupEntries", holdings.backupEntries())
        .put("bytes", holdings.bytes())
        .put("evicted", holdings.evicted())
        .put("slotsToFill", holdings.filling().slots())
        .put("bytesToFill", holdings.filling().bytes())
        .put("fillBytesPerSecond", holdings.filling().bytesPerSecond())
        .put("epoch", status.epoch())
        .put("ring", status.ring());
    pauses(json, holdings.pauses());
    JsonActivity.encode(json, view);
  }

  private static void pauses(JsonObject json, Pauses pauses) {
    json.put("moves", pauses.moves())
        .put("longestPauseMillis", pauses.longestMillis())
        .put("meanPauseMillis", pauses.meanMillis());
  }
}
