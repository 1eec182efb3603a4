package io.apothik.door.cli;

import io.apothik.message.Limits;
import io.apothik.message.NodeRef;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands about the cluster and its nodes. */
final class ClusterCommands {
  private ClusterCommands() {}

  @Command(name = "cluster", description = "Print the nodes, the epoch and the coordinator.")
  static final class Cluster extends BridgeCommand {
    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, new JsonObject().put("op", "cluster"));
      print(reply, ClusterPicture.of(reply).asTable());
      return ExitCode.DONE;
    }
  }

  @Command(name = "kill", description = "End a node, after it handed over what it holds.")
  static final class Kill extends BridgeCommand {
    @Parameters(index = "0", paramLabel = "NODE", description = "Its number or name.")
    String node = "";

    @Option(names = "--hard", description = "With SIGKILL: it hands nothing over.")
    boolean hard;

    @Override
    int run(BridgeClient client) throws IOException {
      timeoutMillis = Limits.TIMEOUT_MILLIS_MAX;
      JsonObject request =
          new JsonObject()
              .put("op", "kill")
              .put("node", new NodeRef(node).text())
              .put("hard", hard);
      print(ask(client, request), "node %s is gone".formatted(node));
      return ExitCode.DONE;
    }
  }

  @Command(name = "start", description = "Start node I again, or the next free number.")
  static final class Start extends BridgeCommand {
    @Parameters(index = "0", arity = "0..1", paramLabel = "I", description = "From 1 on.")
    @Nullable Integer number;

    @Override
    int run(BridgeClient client) throws IOException {
      if (number != null && number < 1) {
        throw new IllegalArgumentException("node numbers begin at 1, not " + number);
      }
      timeoutMillis = Limits.TIMEOUT_MILLIS_MAX;
      JsonObject request = new JsonObject().put("op", "start");
      JsonObject reply = ask(client, number == null ? request : request.put("number", number));
      print(reply, reply.getString("node") + " is up");
      return ExitCode.DONE;
    }
  }

  @Command(name = "recover", description = "Go on with what is left after a majority died.")
  static final class Recover extends BridgeCommand {
    @Option(
        names = "--accept-loss",
        required = true,
        description = "Yes: what only the dead nodes had is lost.")
    boolean acceptLoss;

    @Override
    int run(BridgeClient client) throws IOException {
      JsonObject reply = ask(client, new JsonObject().put("op", "recover"));
      print(
          reply,
          "going on with epoch %d, %d slots lost"
              .formatted(reply.getLong("epoch"), reply.getInteger("slotsLost")));
      return ExitCode.DONE;
    }
  }

  @Command(name = "down", description = "End the cluster and every process of it.")
  static final class Down extends BridgeCommand {
    private static final Duration END_MAX = Duration.ofSeconds(15);

    @Override
    int run(BridgeClient client) throws IOException {
      long pid = RunFile.read(cluster).map(RunFile::pid).orElse(0L);
      JsonObject reply = ask(client, new JsonObject().put("op", "down"));
      ProcessHandle.of(pid).ifPresent(Down::await);
      print(reply, "cluster %s is down".formatted(cluster));
      return ExitCode.DONE;
    }

    private static void await(ProcessHandle supervisor) {
      try {
        supervisor.onExit().get(END_MAX.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException late) {
        throw new IllegalStateException("process " + supervisor.pid() + " does not end", late);
      }
    }
  }
}
