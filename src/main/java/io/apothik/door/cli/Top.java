package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what each node has to do, and how its callers fare. */
@Command(
    name = "top",
    description = "Show requests, latencies, errors and hot keys per node, until interrupted.")
final class Top extends LiveCommand {
  private static final long FRAME_MILLIS = 1_000;

  @Option(names = "--once", description = "Show it once, and end.")
  boolean once;

  Top() {
    super(FRAME_MILLIS);
  }

  @Override
  int run(BridgeClient client) throws IOException {
    frames = once ? 1 : frames;
    return super.run(client);
  }

  @Override
  JsonObject ask(BridgeClient client) throws IOException {
    JsonObject keys = new JsonObject().put("op", "hot-keys").put("count", Limits.HOT_KEYS_MAX);
    return new JsonObject()
        .put("ok", true)
        .put("cluster", ask(client, new JsonObject().put("op", "cluster")))
        .put("history", ask(client, new JsonObject().put("op", "history").put("samples", 1)))
        .put("hotKeys", ask(client, keys));
  }

  @Override
  String picture(JsonObject reply) {
    return TopPicture.of(reply);
  }
}
