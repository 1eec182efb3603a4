package io.apothik.door.cli;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks the master of a running cluster, over its bridge. */
abstract class BridgeCommand implements Callable<Integer> {
  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "apothik",
      description = "The cluster to ask (default: ${DEFAULT-VALUE}).")
  String cluster = "apothik";

  @Option(
      names = "--bridge",
      paramLabel = "HOST:PORT",
      description = "Ask at this bridge instead of the one that the cluster's run file names.")
  @Nullable String bridge;

  @Option(names = "--json", description = "Print the reply as one line of JSON.")
  boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "MILLIS",
      description = "How long the cluster may take; 1 to 25000.")
  int timeoutMillis = Limits.TIMEOUT_MILLIS_DEFAULT;

  @Mixin Entrance entrance = new Entrance();

  @Spec private @Nullable CommandSpec spec;

  /** Asks and prints; gives the exit code. */
  abstract int run(BridgeClient client) throws IOException;

  @Override
  public final Integer call() {
    // What Vert.x parses JSON with would else set up the logging of a node.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
    try (BridgeClient client = connect()) {
      return run(client);
    } catch (FailureException refused) {
      err().println(ExitCode.describe(refused) + hint(refused));
      return ExitCode.of(refused.code());
    } catch (IOException | IllegalArgumentException failure) {
      err().println("error: " + failure.getMessage());
      return failure instanceof IOException ? ExitCode.UNREACHABLE : ExitCode.USAGE;
    }
  }

  private String hint(FailureException refused) {
    return refused.code() == ErrorCode.NOT_AUTHENTICATED && entrance.user == null
        ? "; --user NAME says who asks"
        : "";
  }

  private BridgeClient connect() throws IOException {
    Endpoint endpoint = bridge != null ? Endpoint.parse(bridge) : ofRunFile();
    try {
      return entrance.open(endpoint.host, endpoint.port);
    } catch (IOException refused) {
      throw new IOException(
          "the cluster '%s' cannot be reached at %s:%d: %s"
              .formatted(cluster, endpoint.host, endpoint.port, refused.getMessage()),
          refused);
    }
  }

  private Endpoint ofRunFile() throws IOException {
    RunFile file =
        RunFile.read(cluster)
            .orElseThrow(
                () ->
                    new IOException(
                        "the cluster '%s' is not up; ./run.sh 5 starts one".formatted(cluster)));
    if (!file.isAlive()) {
      throw new IOException(
          "the cluster '%s' is not up any more: its supervisor, process %d, is gone"
              .formatted(cluster, file.pid()));
    }
    return new Endpoint(file.host(), file.bridgePort());
  }

  /** The reply to a request with the given op and fields. */
  JsonObject ask(BridgeClient client, JsonObject request) throws IOException {
    return client.request(request, timeoutMillis);
  }

  /** Prints the reply as JSON if that was asked for, else as the given text. */
  void print(JsonObject reply, String text) {
    out().println(json ? reply.encode() : text);
  }

  PrintWriter out() {
    return commandSpec().commandLine().getOut();
  }

  PrintWriter err() {
    return commandSpec().commandLine().getErr();
  }

  CommandSpec commandSpec() {
    if (spec == null) {
      throw new IllegalStateException("run by picocli alone");
    }
    return spec;
  }

  private record Endpoint(String host, int port) {
    static Endpoint parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
        throw new IllegalArgumentException("'" + text + "' is not HOST:PORT");
      }
      return new Endpoint(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
  }
}
