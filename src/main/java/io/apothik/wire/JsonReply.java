package io.apothik.wire;

import io.apothik.message.Cursor;
import io.apothik.message.Observation;
import io.apothik.message.Replayed;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.Tuning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replies as JSON, for doors; {@code docs/protocol.md} specifies it. */
public final class JsonReply {
  private JsonReply() {}

  /**
   * How values are wanted.
   *
   * @param base64 whether as base64 even where they are text
   * @param show what of an entry
   */
  public record Form(boolean base64, Show show) {
    /** As text where they are text, and nothing besides. */
    public static final Form PLAIN = new Form(false, Show.VALUE);
  }

  /** What is shown of an entry that was read. */
  public enum Show {
    VALUE,
    /** Version and time to live. */
    DETAILS,
    ALL
  }

  /**
   * The reply as JSON.
   *
   * @param form how values are wanted
   * @throws IllegalArgumentException for a failure, or for a node's own status: neither is the body
   *     of a reply to a caller
   */
  public static JsonObject encode(Reply reply, Form form) {
    JsonObject ok = new JsonObject().put("ok", true);
    if (reply instanceof Reply.Done) {
      return ok;
    } else if (reply instanceof Reply.Value value) {
      return value(ok, value, form);
    } else if (reply instanceof Reply.Changed changed) {
      return version(ok.put("changed", changed.changed()), changed.version());
    } else if (reply instanceof Reply.Number number) {
      return ok.put("number", number.value());
    } else if (reply instanceof Reply.Presence presence) {
      return ok.put("found", presence.found());
    } else if (reply instanceof Reply.Results results) {
      return results(ok, results, form);
    } else if (reply instanceof Reply.Scanned scanned) {
      return scanned(ok, scanned);
    } else if (reply instanceof Reply.Cleared cleared) {
      return cursor(ok.put("deleted", cleared.deleted()), cleared.nextOrNull());
    }
    return encodeOfCluster(ok, reply);
  }

  private static JsonObject encodeOfCluster(JsonObject ok, Reply reply) {
    if (reply instanceof Reply.Filled filled) {
      return filled(ok, filled);
    } else if (reply instanceof Reply.Stats stats) {
      return stats(ok, stats);
    } else if (reply instanceof Reply.Sum sum) {
      JsonArray silent = new JsonArray();
      sum.silent().forEach(node -> silent.add(node.value()));
      return ok.put("entries", sum.entries()).put("silent", silent);
    } else if (reply instanceof Reply.Location location) {
      return location(ok, location);
    } else if (reply instanceof Reply.Explanation explanation) {
      return JsonExplanation.encode(ok, explanation);
    } else if (reply instanceof Reply.ClusterView view) {
      return JsonCluster.encode(ok, view);
    } else if (reply instanceof Reply.Recovered recovered) {
      return ok.put("epoch", recovered.epoch()).put("slotsLost", recovered.lost());
    } else if (reply instanceof Reply.Config config) {
      return config(ok, config);
    } else if (reply instanceof Replayed replayed) {
      return JsonReplay.encode(ok, replayed);
    } else if (reply instanceof Observation observation) {
      return JsonObservation.encode(ok, observation);
    } else if (reply instanceof Reply.Started started) {
      return ok.put("node", started.node().value());
    }
    throw new IllegalArgumentException(reply + " has no JSON form");
  }

  private static JsonObject value(JsonObject json, Reply.Value found, Form form) {
    json.put("found", found.value().isPresent());
    if (form.show() != Show.DETAILS) {
      found.value().ifPresent(bytes -> bytes(json, bytes, form.base64()));
    }
    if (form.show() != Show.VALUE) {
      version(json, found.version());
      if (found.ttlMillis() != 0) {
        json.put("ttlMillis", found.ttlMillis());
      }
    }
    return json;
  }

  private static void bytes(JsonObject json, Bytes bytes, boolean base64) {
    Optional<String> text = base64 ? Optional.empty() : bytes.asText();
    if (text.isPresent()) {
      json.put("value", text.get());
    } else {
      json.put("value", Base64.getEncoder().encodeToString(bytes.toArray()))
          .put("encoding", "base64");
    }
  }

  static JsonObject version(JsonObject json, Version version) {
    return version.equals(Version.NONE) ? json : json.put("version", version.toString());
  }

  private static JsonObject results(JsonObject json, Reply.Results results, Form form) {
    JsonArray array = new JsonArray();
    for (Reply.Result result : results.results()) {
      JsonObject one =
          result.reply() instanceof Reply.Failure failure
              ? new JsonObject()
                  .put("error", failure.code().name())
                  .put("failureCode", failure.code().number())
                  .put("reason", failure.reason())
              : encode(result.reply(), form);
      array.add(one.put("key", text(result.key())));
    }
    return json.put("results", array);
  }

  private static JsonObject scanned(JsonObject json, Reply.Scanned scanned) {
    JsonArray keys = new JsonArray();
    scanned.keys().forEach(key -> keys.add(text(key)));
    return cursor(json.put("keys", keys), scanned.nextOrNull());
  }

  private static JsonObject cursor(JsonObject json, @Nullable Cursor next) {
    return next == null ? json : json.put("cursor", next.text());
  }

  /** Doors take no keys that are not text. */
  private static String text(Bytes key) {
    return key.asText().orElseThrow();
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
      view.status().ifPresent(status -> node.put("entries", status.holdings().entries()));
      JsonActivity.encode(node, view);
      nodes.add(node);
    }
    return json.put("nodes", nodes);
  }

  private static JsonObject config(JsonObject json, Reply.Config config) {
    Tuning tuning = config.tuning();
    json.put("epoch", config.epoch()).put("backups", tuning.backups());
    if (tuning.memoryBytes() != 0) {
      json.put("memoryBytes", tuning.memoryBytes());
    }
    return json.put("migrationBytesPerSecond", tuning.migrationBytesPerSecond());
  }

  private static JsonObject location(JsonObject json, Reply.Location location) {
    SlotOwners owners = location.owners();
    return json.put("slot", location.slot())
        .put("owner", owners.primary().node().value())
        .put("backups", nodes(owners.backups()))
        .put("learners", nodes(owners.learners()))
        .put("epoch", location.epoch())
        .put("computed", location.computed());
  }

  static JsonArray nodes(List<Copy> copies) {
    JsonArray nodes = new JsonArray();
    copies.forEach(copy -> nodes.add(copy.node().value()));
    return nodes;
  }
}
