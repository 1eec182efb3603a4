package io.apothik.wire;

import io.apothik.message.KeyTrace;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Reply.CopyView;
import io.apothik.message.Reply.Explanation;
import io.apothik.slot.Move;
import io.apothik.slot.SlotOwners;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The reply to {@code explain} as JSON. */
final class JsonExplanation {
  private JsonExplanation() {}

  static JsonObject encode(JsonObject json, Explanation explanation) {
    json.put("slot", explanation.slot()).put("computed", explanation.computed());
    owners(json.put("epoch", explanation.epoch()), explanation.owners());
    JsonArray copies = new JsonArray();
    explanation.copies().forEach(copy -> copies.add(copy(copy)));
    json.put("copies", copies).put("agreement", explanation.agreement().label());
    return value(json, explanation).put("moves", moves(explanation.moves()));
  }

  private static JsonObject owners(JsonObject json, SlotOwners owners) {
    return json.put("owner", owners.primary().node().value())
        .put("backups", JsonReply.nodes(owners.backups()))
        .put("learners", JsonReply.nodes(owners.learners()));
  }

  private static JsonObject copy(CopyView copy) {
    JsonObject json =
        new JsonObject().put("node", copy.node().value()).put("role", copy.role().label());
    Optional<CopyReport> report = copy.report();
    if (report.isEmpty()) {
      return json.put("state", "silent");
    }
    KeyTrace trace = report.get().trace();
    json.put("state", trace.kind().label()).put("epoch", report.get().epoch());
    return JsonReply.version(json, trace.version());
  }

  /** What the primary has. */
  private static JsonObject value(JsonObject json, Explanation explanation) {
    explanation
        .copies()
        .get(0)
        .report()
        .map(CopyReport::trace)
        .filter(trace -> trace.kind() == KeyTrace.Kind.PRESENT)
        .ifPresent(
            trace -> {
              json.put("valueBytes", trace.valueBytes());
              if (trace.ttlMillis() != 0) {
                json.put("ttlMillis", trace.ttlMillis());
              }
            });
    return json;
  }

  private static JsonArray moves(List<Move> moves) {
    JsonArray array = new JsonArray();
    SlotOwners before = null;
    for (Move move : moves) {
      array.add(move(move, before));
      before = move.owners();
    }
    return array;
  }

  private static JsonObject move(Move move, @Nullable SlotOwners before) {
    JsonArray changes = new JsonArray();
    if (before != null) {
      move.changesSince(before).forEach(changes::add);
    }
    JsonObject json =
        new JsonObject().put("epoch", move.epoch()).put("agoMillis", move.agoMillis());
    return owners(json, move.owners()).put("changes", changes);
  }
}
