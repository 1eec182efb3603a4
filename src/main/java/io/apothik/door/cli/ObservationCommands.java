package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands about what nodes observed. */
final class ObservationCommands {
  private ObservationCommands() {}

  @Command(
      name = "hot-keys",
      description = "Print the keys that were asked for most in the last minute.")
  static final class HotKeys extends BridgeCommand {
    @Option(
        names = "--count",
        paramLabel = "N",
        description = "At most so many, 1 to 100 (default: ${DEFAULT-VALUE}).")
    int count = Limits.HOT_KEYS_DEFAULT;

    @Option(
        names = "--prefix",
        paramLabel = "TEXT",
        description = "Only keys that begin so; can be there several times.")
    List<String> prefixes = new ArrayList<>();

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject request = new JsonObject().put("op", "hot-keys").put("count", count);
      if (!prefixes.isEmpty()) {
        request.put("prefixes", new JsonArray(prefixes));
      }
      JsonObject reply = ask(client, request);
      print(reply, picture(reply));
      return ExitCode.DONE;
    }

    private static String picture(JsonObject reply) {
      long all = reply.getLong("requests");
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("key", "node", "requests", "at least", "part"));
      for (JsonObject key : StatCommands.objects(reply.getJsonArray("keys"))) {
        rows.add(
            List.of(
                TopPicture.name(key),
                key.getString("node"),
                key.getLong("count").toString(),
                key.getLong("countAtLeast").toString(),
                TopPicture.part(key.getLong("count"), all)));
      }
      String head =
          String.format(
              Locale.ROOT, "%d requests in %.0f s%n", all, reply.getLong("windowMillis") / 1_000.0);
      return head + (rows.size() == 1 ? "none stands out" : TopPicture.table(rows));
    }
  }

  @Command(
      name = "events",
      description = "Print what happened, as the node that is asked noticed it.")
  static final class Events extends BridgeCommand {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Option(
        names = "--after",
        paramLabel = "SEQUENCE",
        description = "Only what came after the event with that sequence (default: all).")
    long after;

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, new JsonObject().put("op", "events").put("after", after));
      print(
          reply,
          StatCommands.objects(reply.getJsonArray("events")).stream()
              .map(Events::line)
              .collect(Collectors.joining("\n")));
      return ExitCode.DONE;
    }

    private static String line(JsonObject event) {
      return "%s  %-19s  %s"
          .formatted(
              TIME.format(Instant.ofEpochMilli(event.getLong("atMillis"))),
              event.getString("kind"),
              event.getString("text"));
    }
  }
}
