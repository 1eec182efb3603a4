package io.apothik.door.cli;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about several keys that are named. */
final class ManyCommands {
  private ManyCommands() {}

  abstract static class ManyCommand extends BridgeCommand {
    @Parameters(arity = "1..*", paramLabel = "KEY", description = "Up to 1000 different keys.")
    List<String> keys = new ArrayList<>();

    /** Asks about all keys. */
    JsonObject request(String op) {
      return new JsonObject().put("op", op).put("keys", new JsonArray(keys));
    }

    /** Says which keys failed and why; gives the exit code for the worst that befell a key. */
    int end(JsonObject reply) {
      List<JsonObject> results = results(reply);
      if (json) {
        out().println(reply.encode());
      } else {
        results.forEach(result -> printRefusal(this, result));
      }
      if (results.stream().anyMatch(ManyCommands::isRefused)) {
        return ExitCode.REFUSED;
      }
      return results.stream().allMatch(result -> result.getBoolean("found"))
          ? ExitCode.DONE
          : ExitCode.ABSENT;
    }
  }

  /** What came of each key. */
  static List<JsonObject> results(JsonObject reply) {
    JsonArray results = reply.getJsonArray("results");
    return IntStream.range(0, results.size()).mapToObj(results::getJsonObject).toList();
  }

  static boolean isRefused(JsonObject result) {
    return result.containsKey("error");
  }

  /** Says why a key was refused, if it was. */
  static void printRefusal(BridgeCommand command, JsonObject result) {
    if (isRefused(result)) {
      command
          .err()
          .println(
              "error: %s: %s (%d): %s"
                  .formatted(
                      result.getString("key"),
                      result.getString("error"),
                      result.getInteger("failureCode"),
                      result.getString("reason")));
    }
  }

  @Command(
      name = "get-many",
      description = {
        "Print a line KEY<tab>VALUE for each key that is there; exit 1 if one is absent.",
        "A value that is not text is printed as base64."
      })
  static final class GetMany extends ManyCommand {
    @Option(names = "--stale", description = KeyCommands.STALE)
    boolean stale;

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, request("get-many").put("stale", stale));
      if (!json) {
        results(reply).stream()
            .filter(result -> result.containsKey("value"))
            .forEach(
                result ->
                    out().println(result.getString("key") + "\t" + result.getString("value")));
      }
      return end(reply);
    }
  }

  @Command(
      name = "delete-many",
      description = "Delete keys; print how many were there; exit 1 if one is absent.")
  static final class DeleteMany extends ManyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, request("delete-many"));
      if (!json) {
        long deleted =
            results(reply).stream().filter(result -> result.getBoolean("found", false)).count();
        out().println(deleted + " deleted");
      }
      return end(reply);
    }
  }
}
