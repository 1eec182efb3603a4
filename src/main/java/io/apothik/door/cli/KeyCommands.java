package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Base64;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that read one key, or take it away. */
final class KeyCommands {
  static final String STALE =
      "Let a backup answer, too: what was written in the last second may be missing.";

  private KeyCommands() {}

  @Command(name = "get", description = "Print the value of a key; exit 1 if it is absent.")
  static final class Get extends KeyCommand {
    @Option(
        names = "--details",
        description = "Say the version and the time left, too; on standard error without --json.")
    boolean details;

    @Option(names = "--stale", description = STALE)
    boolean stale;

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, request("get").put("details", details).put("stale", stale));
      if (details && !json && reply.getBoolean("found")) {
        err()
            .println(
                "version %s, time left: %s".formatted(reply.getString("version"), left(reply)));
      }
      if (!json && reply.containsKey("encoding")) {
        System.out.write(Base64.getDecoder().decode(reply.getString("value")));
        System.out.flush();
        return ExitCode.DONE;
      }
      return printFound(reply, reply.getString("value", ""));
    }
  }

  @Command(
      name = "ttl",
      description = "Print how long an entry still lives; exit 1 if the key is absent.")
  static final class TimeLeft extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, request("ttl"));
      return printFound(reply, left(reply));
    }
  }

  private static String left(JsonObject reply) {
    Long millis = reply.getLong("ttlMillis");
    return millis == null ? "no limit" : millis + "ms";
  }

  @Command(name = "delete", description = "Delete a key; exit 1 if it is absent.")
  static final class Delete extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      return printFound(ask(client, request("delete")), "deleted");
    }
  }

  @Command(name = "exists", description = "Say whether a key is there; exit 1 if it is absent.")
  static final class Exists extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      return printFound(ask(client, request("exists")), "yes");
    }
  }

  @Command(
      name = "touch",
      description = "Use an entry without reading it, for --max-idle; exit 1 if it is absent.")
  static final class Touch extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      return printFound(ask(client, request("touch")), "touched");
    }
  }

  @Command(name = "where", description = "Print a key's slot, its owner, and how that comes.")
  static final class Where extends BridgeCommand {
    @Parameters(index = "0", paramLabel = "KEY")
    String key = "";

    @Override
    int run(BridgeClient client) throws IOException {
      KeyRequest.get(Bytes.utf8(key));
      JsonObject reply = ask(client, new JsonObject().put("op", "where").put("key", key));
      print(
          reply,
          "slot %d, owner %s%s%s, epoch %d%n%s"
              .formatted(
                  reply.getInteger("slot"),
                  reply.getString("owner"),
                  named(", backup ", reply.getJsonArray("backups")),
                  named(", being filled: ", reply.getJsonArray("learners")),
                  reply.getLong("epoch"),
                  reply.getString("computed")));
      return ExitCode.DONE;
    }

    private static String named(String what, JsonArray nodes) {
      return nodes.isEmpty()
          ? ""
          : nodes.stream().map(Object::toString).collect(Collectors.joining(", ", what, ""));
    }
  }
}
