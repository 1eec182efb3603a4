package io.apothik.door.cli;

import io.apothik.door.cli.ClosedLoop.Outcome;
import io.apothik.message.Master;
import io.apothik.slot.Placement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows how fast the running cluster is, as a Java program with a client node meets it. */
@Command(
    name = "bench",
    description = {
      "Show throughput and latency of the running cluster, in about 15 s. Puts load on it.",
      "Joins as a client node, and uses keys of its own, which it takes away.",
      "Without --quick, ./run.sh bench measures Apothik beside other systems."
    })
public final class Bench extends BridgeCommand {
  static final List<Integer> IN_FLIGHT = List.of(1, 64, 512);

  private static final int SECONDS_MAX = 60;
  private static final int VALUE_BYTES_MAX = 65_536;

  /** Of the time of each measurement, what is worked before it. */
  private static final double WARM_UP_SHARE = 0.3;

  private static final double MICROS_PER_MILLI = 1_000;

  private static final Object[] HEADINGS = {
    "work", "in flight", "requests/s", "p50", "p99", "failed"
  };

  private final Guest.Maker maker;

  @Option(names = "--quick", description = "Ask the running cluster.")
  private boolean quick;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long all measurements take together, 1 to 60 (default: 12).")
  private int seconds = 12;

  @Option(
      names = "--value",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description = "The length of each value, 0 to 64k (default: 100).")
  private long valueBytes = 100;

  /** With what makes this process a client node. */
  public Bench(Guest.Maker maker) {
    this.maker = maker;
  }

  @Override
  int run(BridgeClient client) throws IOException {
    check();
    RunFile running =
        RunFile.read(cluster)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the cluster '%s' has no run file here that says how to join it"
                            .formatted(cluster)));
    if (running.settings().placement() != Placement.SLOTS) {
      throw new IllegalArgumentException(
          "bench --quick needs times to live, and --placement modulo has none");
    }
    if (running.peerTls() && identity() == null) {
      throw new IllegalArgumentException(
          "the nodes of '%s' prove themselves to each other, and so must bench:".formatted(cluster)
              + " with --tls-cert, --tls-key and --tls-ca");
    }
    Work work =
        new Work("apothik-bench:%d:".formatted(ProcessHandle.current().pid()), (int) valueBytes);
    JsonObject picture = ask(client, new JsonObject().put("op", "cluster"));
    askForRights(client, work);
    (json ? err() : out()).println(warning());
    try (Guest guest = maker.join(cluster, running, identity())) {
      print(guest.master(), work, picture);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
    return ExitCode.DONE;
  }

  private void check() {
    if (!quick) {
      throw new IllegalArgumentException(
          "only bench --quick asks a cluster; without it, run.sh measures other systems, too");
    }
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new IllegalArgumentException(
          "--seconds %d is not between 1 and %d".formatted(seconds, SECONDS_MAX));
    }
    if (valueBytes > VALUE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "--value %d is more than %d bytes".formatted(valueBytes, VALUE_BYTES_MAX));
    }
  }

  /** A node may do everything, so what the user may do is asked at the bridge. */
  private void askForRights(BridgeClient client, Work work) throws IOException {
    String key = work.key(0).toString();
    ask(
        client,
        new JsonObject()
            .put("op", "put")
            .put("key", key)
            .put("value", "")
            .put("ttlMillis", Work.LIFETIME_MILLIS));
    ask(client, new JsonObject().put("op", "get").put("key", key));
  }

  private Guest.@Nullable Identity identity() {
    return entrance.certificate == null || entrance.key == null || entrance.authority == null
        ? null
        : new Guest.Identity(entrance.certificate, entrance.key, entrance.authority);
  }

  private String warning() {
    return ("This puts load on the cluster '%s' for about %d s: reads and writes of %,d keys of its"
            + " own, as fast as it answers.")
        .formatted(cluster, seconds + 3, Work.KEYS);
  }

  private void print(Master master, Work work, JsonObject picture)
      throws InterruptedException, IOException {
    long nodes =
        StatCommands.objects(picture.getJsonArray("nodes")).stream()
            .filter(node -> node.containsKey("slots") && "cache".equals(node.getString("role")))
            .count();
    if (!json) {
      out()
          .println(
              ("%d nodes, backups: %d, values of %d bytes; asked through a client node in this"
                      + " process.")
                  .formatted(nodes, picture.getInteger("backups"), valueBytes));
      out().println("%-7s %9s %11s %12s %12s %7s".formatted(HEADINGS));
    }
    JsonArray results = new JsonArray();
    int left;
    try {
      work.load(master);
      for (Work.Mix mix : Work.mixes()) {
        for (int inFlight : IN_FLIGHT) {
          results.add(tell(mix, measure(master, work, mix, inFlight)));
        }
      }
    } finally {
      left = work.takeAway(master);
    }
    if (json) {
      out()
          .println(
              new JsonObject()
                  .put("cluster", cluster)
                  .put("nodes", nodes)
                  .put("backups", picture.getInteger("backups"))
                  .put("road", "client node")
                  .put("valueBytes", valueBytes)
                  .put("keys", Work.KEYS)
                  .put("keysLeft", left)
                  .put("results", results)
                  .encode());
    } else {
      out().println(left == 0 ? "Its keys are taken away." : leftBehind(left));
    }
  }

  private static String leftBehind(int left) {
    return "%,d of its keys could not be taken away: they end by themselves after %d s."
        .formatted(left, TimeUnit.MILLISECONDS.toSeconds(Work.LIFETIME_MILLIS));
  }

  private JsonObject tell(Work.Mix mix, Outcome outcome) {
    if (!json) {
      out()
          .println(
              "%-7s %,9d %,11.0f %9.2f ms %9.2f ms %,7d"
                  .formatted(
                      mix.label(),
                      outcome.inFlight(),
                      outcome.requestsPerSecond(),
                      outcome.p50Micros() / MICROS_PER_MILLI,
                      outcome.p99Micros() / MICROS_PER_MILLI,
                      outcome.failed()));
    }
    return new JsonObject()
        .put("work", mix.label())
        .put("inFlight", outcome.inFlight())
        .put("requestsPerSecond", Math.round(outcome.requestsPerSecond()))
        .put("p50Micros", outcome.p50Micros())
        .put("p99Micros", outcome.p99Micros())
        .put("failed", outcome.failed());
  }

  private Outcome measure(Master master, Work work, Work.Mix mix, int inFlight)
      throws InterruptedException {
    double nanos =
        (double) TimeUnit.SECONDS.toNanos(seconds) / (Work.mixes().size() * IN_FLIGHT.size());
    // Drawn on the thread that is told of answers, and on this one while it begins.
    SplittableRandom random = new SplittableRandom();
    ClosedLoop loop =
        new ClosedLoop(
            master,
            () -> {
              synchronized (random) {
                return work.next(mix, random);
              }
            },
            inFlight);
    return loop.run((long) (nanos * WARM_UP_SHARE), (long) (nanos * (1 - WARM_UP_SHARE)));
  }
}
