package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows what can be changed while the cluster runs, and changes it. */
@Command(
    name = "config",
    description = {
      "Print what is in force of what can be changed while the cluster runs.",
      "config set NAME VALUE... changes it: backups 2, memory 512m, migration-rate 10m."
    })
final class Config extends BridgeCommand {
  @Parameters(
      arity = "0..*",
      paramLabel = "set NAME VALUE",
      description = "Of backups, memory and migration-rate, which is to be how much.")
  private List<String> words = List.of();

  @Override
  int run(BridgeClient client) throws IOException {
    JsonObject reply = ask(client, words.isEmpty() ? request("config") : change());
    print(reply, picture(reply));
    return ExitCode.DONE;
  }

  private static JsonObject request(String op) {
    return new JsonObject().put("op", op);
  }

  private JsonObject change() {
    if (!words.get(0).equals("set") || words.size() < 3 || words.size() % 2 == 0) {
      throw new IllegalArgumentException(
          "'config %s' is neither config nor config set NAME VALUE..."
              .formatted(String.join(" ", words)));
    }
    JsonObject request = request("config-set");
    for (int i = 1; i < words.size(); i += 2) {
      put(request, words.get(i), words.get(i + 1));
    }
    return request;
  }

  private static void put(JsonObject request, String name, String value) {
    String field =
        switch (name) {
          case "backups" -> "backups";
          case "memory" -> "memoryBytes";
          case "migration-rate" -> "migrationBytesPerSecond";
          default ->
              throw new IllegalArgumentException(
                  "'%s' cannot be changed: backups, memory and migration-rate can".formatted(name));
        };
    if (request.containsKey(field)) {
      throw new IllegalArgumentException("'%s' is named twice".formatted(name));
    }
    request.put(field, name.equals("backups") ? count(value) : ByteCount.parse(value));
  }

  private static Object count(String value) {
    if (!value.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "'%s' is no number of backups from 0 to %d".formatted(value, Limits.BACKUPS_MAX));
    }
    return Integer.parseInt(value);
  }

  /** In the words that change it. */
  private static String picture(JsonObject reply) {
    Long memory = reply.getLong("memoryBytes");
    return """
        backups %d
        memory %s
        migration-rate %s"""
        .formatted(
            reply.getInteger("backups"),
            memory == null ? "(what each node was started with)" : ByteCount.text(memory),
            ByteCount.text(reply.getLong("migrationBytesPerSecond")));
  }
}
