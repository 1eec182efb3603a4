package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.slot.Bytes;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that write one key; those that change nothing exit with 1. */
final class WriteCommands {
  private WriteCommands() {}

  @Command(
      name = "put",
      description = "Store a value under a key; exit 1 if a condition does not hold.")
  static final class Put extends ValueCommand {
    @Mixin final LifetimeOptions lifetime = new LifetimeOptions();

    @Option(names = "--if-absent", description = "Only if the key is not there.")
    boolean ifAbsent;

    @Option(
        names = "--if-version",
        paramLabel = "VERSION",
        description = "Only if the entry has this version, such as 7.12.")
    @Nullable String ifVersion;

    @Option(names = "--keep-ttl", description = "Keep the lifetime of the entry that is replaced.")
    boolean keepTtl;

    @Override
    int run(BridgeClient client) throws IOException {
      Bytes bytes = value();
      KeyRequest.put(Bytes.utf8(key), bytes);
      JsonObject request =
          lifetime.addTo(request("put").put("encoding", "base64").put("value", base64(bytes)));
      if (ifAbsent) {
        request.put("ifAbsent", true);
      }
      if (keepTtl) {
        request.put("keepTtl", true);
      }
      if (ifVersion != null) {
        request.put("ifVersion", ifVersion);
      }
      return endChanged(ask(client, request));
    }
  }

  @Command(
      name = "cas",
      description = "Replace a value if it is the expected one; exit 1 if it is not.")
  static final class CompareAndSet extends KeyCommand {
    @Parameters(index = "1", paramLabel = "EXPECTED")
    String expected = "";

    @Parameters(index = "2", paramLabel = "VALUE")
    String value = "";

    @Override
    int run(BridgeClient client) throws IOException {
      return endChanged(ask(client, request("cas").put("expected", expected).put("value", value)));
    }
  }

  @Command(
      name = "incr",
      description = "Add to a value that is a 64-bit integer, or to 0; print the sum.")
  static final class Increment extends KeyCommand {
    @Parameters(
        index = "1",
        arity = "0..1",
        paramLabel = "DELTA",
        defaultValue = "1",
        description = "May be negative (default: ${DEFAULT-VALUE}).")
    long delta = 1;

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, request("incr").put("delta", delta));
      print(reply, reply.getValue("number").toString());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "append",
      description = "Put bytes behind a value, or behind nothing; print its length.")
  static final class Append extends ValueCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject request =
          request("append").put("encoding", "base64").put("value", base64(value()));
      JsonObject reply = ask(client, request);
      print(reply, reply.getValue("number").toString());
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "expire",
      description = "Give an entry another lifetime; exit 1 if the key is absent.")
  static final class Expire extends KeyCommand {
    @Mixin final LifetimeOptions lifetime = new LifetimeOptions();

    @Override
    int run(BridgeClient client) throws IOException {
      return endChanged(ask(client, lifetime.addTo(request("expire"))));
    }
  }

  @Command(
      name = "persist",
      description = "Let an entry live without limit; exit 1 if the key is absent.")
  static final class Persist extends KeyCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      return endChanged(ask(client, request("persist")));
    }
  }
}
