package io.apothik.door.cli;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import picocli.CommandLine.Command;

/** Shows the ring as it changes. */
@Command(name = "watch", description = "Show the ring as it changes, until interrupted.")
final class Watch extends LiveCommand {
  private static final long FRAME_MILLIS = 500;

  Watch() {
    super(FRAME_MILLIS);
  }

  @Override
  JsonObject ask(BridgeClient client) throws IOException {
    return ask(client, new JsonObject().put("op", "cluster"));
  }

  @Override
  String picture(JsonObject reply) {
    return ClusterPicture.of(reply).asRing();
  }
}
