package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about one key. */
final class KeyCommands {
  private KeyCommands() {}

  abstract static class KeyCommand extends BridgeCommand {
    @Parameters(index = "0", paramLabel = "KEY", description = "1 to 65536 bytes of UTF-8.")
    String key = "";

    @Option(
        names = "--node",
        paramLabel = "NODE",
        description = "Go straight to this node, past the key's hash: its number or name.")
    @Nullable String node;

    JsonObject request(String op) {
      JsonObject request = new JsonObject().put("op", op).put("key", key);
      return node == null ? request : request.put("node", node);
    }

    int printFound(JsonObject reply, String found) {
      boolean isFound = reply.getBoolean("found");
      if (json) {
        out().println(reply.encode());
      } else if (isFound) {
        out().println(found);
      }
      return isFound ? ExitCode.DONE : ExitCode.ABSENT;
    }
  }

  @Command(name = "put", description = "Store a value under a key.")
  static final class Put extends KeyCommand {
    @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "0 to 1 MiB.")
    @Nullable String value;

    @Option(
        names = "--from",
        paramLabel = "FILE",
        description = "Take the value from this file, - for standard input.")
    @Nullable String file;

    @Override
    int run(BridgeClient client) throws IOException {
      Bytes bytes = value();
      KeyRequest checked = KeyRequest.put(Bytes.utf8(key), bytes);
      JsonObject request =
          request("put")
              .put("encoding", "base64")
              .put("value", Base64.getEncoder().encodeToString(checked.value().toArray()));
      JsonObject reply = ask(client, request);
      if (json) {
        out().println(reply.encode());
      }
      return ExitCode.DONE;
    }

    private Bytes value() throws IOException {
      if ((value == null) == (file == null)) {
        throw new IllegalArgumentException("put takes a VALUE or --from FILE");
      }
      return value != null ? Bytes.utf8(value) : Bytes.copyOf(read(String.valueOf(file)));
    }

    /** No more than it takes to see that the limit is exceeded. */
    private static byte[] read(String file) {
      try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
        return in.readNBytes(Limits.VALUE_BYTES_MAX + 1);
      } catch (IOException unreadable) {
        throw new IllegalArgumentException("cannot read " + file + ": " + unreadable, unreadable);
      }
    }
  }

  @Command(name = "get", description = "Print the value of a key; exit 1 if it is absent.")
  static final class Get extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      KeyRequest.get(Bytes.utf8(key));
      JsonObject reply = ask(client, request("get"));
      if (!json && reply.containsKey("encoding")) {
        System.out.write(Base64.getDecoder().decode(reply.getString("value")));
        System.out.flush();
        return ExitCode.DONE;
      }
      return printFound(reply, reply.getString("value", ""));
    }
  }

  @Command(name = "delete", description = "Delete a key; exit 1 if it is absent.")
  static final class Delete extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      KeyRequest.delete(Bytes.utf8(key));
      return printFound(ask(client, request("delete")), "deleted");
    }
  }

  @Command(name = "exists", description = "Say whether a key is there; exit 1 if it is absent.")
  static final class Exists extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      KeyRequest.exists(Bytes.utf8(key));
      return printFound(ask(client, request("exists")), "yes");
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
      String moving = reply.getString("movingTo");
      print(
          reply,
          "slot %d, owner %s%s, epoch %d%n%s"
              .formatted(
                  reply.getInteger("slot"),
                  reply.getString("owner"),
                  moving == null ? "" : " (moving to " + moving + ")",
                  reply.getLong("epoch"),
                  reply.getString("computed")));
      return ExitCode.DONE;
    }
  }
}
