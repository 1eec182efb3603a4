package io.apothik.door.cli;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.NodeRef;
import io.apothik.slot.NodeName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The commands that count entries. */
final class StatCommands {
  private static final int BAR_CHARS = 40;

  private StatCommands() {}

  @Command(name = "stat", description = "Print the number of entries of each node, or of one.")
  static final class Stat extends BridgeCommand {
    @Parameters(
        index = "0",
        arity = "0..1",
        paramLabel = "NODE",
        description = "Its number or name.")
    @Nullable String node;

    @Override
    int run(BridgeClient client) throws IOException {
      List<JsonObject> nodes =
          objects(ask(client, new JsonObject().put("op", "stat")).getJsonArray("nodes"));
      if (node != null) {
        return printOne(one(nodes, new NodeRef(node)));
      }
      if (json) {
        out().println(new JsonArray(nodes).encode());
      } else if (Terminal.isPresent()) {
        out().print(chart(nodes));
        out().flush();
      } else {
        out().println(nodes.stream().map(Stat::count).collect(Collectors.joining(", ", "[", "]")));
      }
      return ExitCode.DONE;
    }

    private int printOne(JsonObject view) {
      out().println(json ? view.encode() : count(view));
      return view.containsKey("entries") ? ExitCode.DONE : ExitCode.ABSENT;
    }

    private static JsonObject one(List<JsonObject> nodes, NodeRef wanted) {
      List<JsonObject> found =
          nodes.stream()
              .filter(view -> wanted.matches(new NodeName(view.getString("node"))))
              .toList();
      if (found.size() != 1) {
        throw new FailureException(
            found.isEmpty() ? ErrorCode.UNKNOWN_NODE : ErrorCode.AMBIGUOUS_NODE,
            "%d cache nodes are called %s".formatted(found.size(), wanted.text()));
      }
      return found.get(0);
    }

    private static String count(JsonObject view) {
      return view.containsKey("entries")
          ? view.getLong("entries").toString()
          : view.getString("state");
    }

    private static String chart(List<JsonObject> nodes) {
      long max = nodes.stream().mapToLong(view -> view.getLong("entries", 0L)).max().orElse(0);
      int names = nodes.stream().mapToInt(view -> view.getString("node").length()).max().orElse(0);
      return nodes.stream()
          .map(
              view ->
                  ("%-" + names + "s %8s %s%n")
                      .formatted(
                          view.getString("node"),
                          count(view),
                          Terminal.bar(view.getLong("entries", 0L), max, BAR_CHARS)))
          .collect(Collectors.joining());
    }
  }

  @Command(name = "sum", description = "Print the number of entries of the whole cluster.")
  static final class Sum extends BridgeCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, new JsonObject().put("op", "sum"));
      print(reply, reply.getLong("entries").toString());
      JsonArray silent = reply.getJsonArray("silent");
      if (!silent.isEmpty()) {
        err().println("error: not counted, as they did not answer: " + silent.encode());
        return ExitCode.REFUSED;
      }
      return ExitCode.DONE;
    }
  }

  /** The elements of an array of objects. */
  static List<JsonObject> objects(JsonArray array) {
    return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
  }
}
