package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The commands about all keys. */
final class ScanCommands {
  private ScanCommands() {}

  @Command(
      name = "scan",
      description = "Print keys, in no order of theirs; with --all, each that is there.")
  static final class Scan extends BridgeCommand {
    @Option(names = "--prefix", paramLabel = "TEXT", description = "Only keys that begin so.")
    String prefix = "";

    @Option(
        names = "--count",
        paramLabel = "N",
        description = "At most so many with one request, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    int count = Limits.SCAN_KEYS_DEFAULT;

    @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on from there.")
    @Nullable String cursor;

    @Option(names = "--all", description = "Go on to the end; with --json, a line a request.")
    boolean all;

    @Override
    int run(BridgeClient client) throws IOException {
      do {
        JsonObject request =
            new JsonObject().put("op", "scan").put("prefix", prefix).put("count", count);
        JsonObject reply = ask(client, cursor == null ? request : request.put("cursor", cursor));
        if (json) {
          out().println(reply.encode());
        } else {
          reply.getJsonArray("keys").forEach(out()::println);
        }
        cursor = reply.getString("cursor");
      } while (all && cursor != null);
      if (cursor != null && !json) {
        err().println("there may be more: --cursor " + cursor);
      }
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "clear",
      description = "Delete all entries; what is written meanwhile may stay. Print how many.")
  static final class Clear extends BridgeCommand {
    @Option(names = "--yes", required = true, description = "Yes, all of them.")
    boolean yes;

    @Override
    int run(BridgeClient client) throws IOException {
      long deleted = 0;
      String cursor = null;
      do {
        JsonObject request = new JsonObject().put("op", "clear");
        JsonObject reply = ask(client, cursor == null ? request : request.put("cursor", cursor));
        deleted += reply.getLong("deleted");
        cursor = reply.getString("cursor");
      } while (cursor != null);
      print(new JsonObject().put("ok", true).put("deleted", deleted), deleted + " deleted");
      return ExitCode.DONE;
    }
  }
}
