package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command that explains a key: where it is, what each copy has of it, how its slot moved. */
@Command(
    name = "explain",
    description = "Print what each copy has of a key, and how the key's slot moved.")
final class Explain extends BridgeCommand {
  @Parameters(index = "0", paramLabel = "KEY")
  String key = "";

  @Override
  int run(BridgeClient client) throws IOException {
    KeyRequest.get(Bytes.utf8(key));
    JsonObject reply = ask(client, new JsonObject().put("op", "explain").put("key", key));
    print(reply, text(reply));
    return ExitCode.DONE;
  }

  /** The reply in words. */
  static String text(JsonObject reply) {
    StringJoiner lines = new StringJoiner(System.lineSeparator());
    lines.add("slot %d: %s".formatted(reply.getInteger("slot"), reply.getString("computed")));
    lines.add("epoch %d, %s".formatted(reply.getLong("epoch"), owners(reply)));
    List<JsonObject> copies = StatCommands.objects(reply.getJsonArray("copies"));
    int width = copies.stream().mapToInt(copy -> copy.getString("node").length()).max().orElse(0);
    for (JsonObject copy : copies) {
      lines.add(
          ("  %-" + width + "s  %-7s  %s")
              .formatted(copy.getString("node"), copy.getString("role"), state(copy)));
    }
    lines.add(agreement(reply.getString("agreement")));
    lines.add(value(reply, copies.get(0).getString("state")));
    lines.add("moves of the slot that are remembered, oldest first:");
    for (JsonObject move : StatCommands.objects(reply.getJsonArray("moves"))) {
      lines.add(
          "  epoch %d, %s ago: %s"
              .formatted(move.getLong("epoch"), age(move.getLong("agoMillis")), change(move)));
    }
    return lines.toString();
  }

  private static String owners(JsonObject json) {
    return "primary "
        + json.getString("owner")
        + named(", backup ", json.getJsonArray("backups"))
        + named(", learner ", json.getJsonArray("learners"));
  }

  private static String named(String what, JsonArray nodes) {
    return nodes.isEmpty() ? "" : what + joined(nodes);
  }

  private static String joined(JsonArray texts) {
    return texts.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String state(JsonObject copy) {
    return copy.containsKey("version")
        ? "version %s, %s".formatted(copy.getString("version"), copy.getString("state"))
        : copy.getString("state");
  }

  private static String agreement(String agreement) {
    return switch (agreement) {
      case "equal" -> "all copies in sync are equal";
      case "writing" -> "the copies in sync are not equal: a write is on its way";
      case "different" -> "the copies in sync DIFFER, and no write is on its way";
      default -> "a copy in sync did not answer: it is not known whether they are equal";
    };
  }

  private static String value(JsonObject reply, String state) {
    if (!reply.containsKey("valueBytes")) {
      return "at the primary: " + state;
    }
    int bytes = reply.getInteger("valueBytes");
    Long ttlMillis = reply.getLong("ttlMillis");
    return "at the primary: %d %s, time left: %s"
        .formatted(
            bytes,
            bytes == 1 ? "byte" : "bytes",
            ttlMillis == null ? "no limit" : ttlMillis + "ms");
  }

  /** Of the oldest move, nobody remembers what was before. */
  private static String change(JsonObject move) {
    JsonArray changes = move.getJsonArray("changes");
    return changes.isEmpty() ? owners(move) : joined(changes);
  }

  private static String age(long millis) {
    return millis < 60_000
        ? String.format(Locale.ROOT, "%.1f s", millis / 1000.0)
        : "%d min %d s".formatted(millis / 60_000, millis / 1000 % 60);
  }
}
