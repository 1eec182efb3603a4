package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command about one key. */
abstract class KeyCommand extends BridgeCommand {
  @Parameters(index = "0", paramLabel = "KEY", description = "1 to 65536 bytes of UTF-8.")
  String key = "";

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "Go straight to this node, past the key's hash: its number or name.")
  @Nullable String node;

  /**
   * The request with the given op for the key.
   *
   * @throws io.apothik.message.FailureException if the key is outside its limits
   */
  JsonObject request(String op) {
    KeyRequest.get(Bytes.utf8(key));
    JsonObject request = new JsonObject().put("op", op).put("key", key);
    return node == null ? request : request.put("node", node);
  }

  /** Prints what was found, or nothing. */
  int printFound(JsonObject reply, String found) {
    return printIf(reply, "found", found);
  }

  /** Prints the reply if JSON is wanted; gives the exit code for whether something changed. */
  int endChanged(JsonObject reply) {
    return printIf(reply, "changed", "");
  }

  private int printIf(JsonObject reply, String flag, String text) {
    boolean yes = reply.getBoolean(flag);
    if (json) {
      out().println(reply.encode());
    } else if (yes && !text.isEmpty()) {
      out().println(text);
    }
    return yes ? ExitCode.DONE : ExitCode.ABSENT;
  }

  /** The bytes in base64, which says any bytes, and in less space than escapes may take. */
  static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }
}
