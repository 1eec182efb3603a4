package io.apothik.door.cli;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A reply to {@code cluster}, drawn with characters. */
record ClusterPicture(
    String placement,
    long epoch,
    int slots,
    int moving,
    Filling filling,
    Pauses pauses,
    int degraded,
    boolean safeToRoll,
    int slotsLost,
    String coordinator,
    List<JsonObject> nodes) {
  private static final int RING_CHARS = 50;

  /**
   * How far copies are filled.
   *
   * @param millisLeft null if nobody can tell
   */
  private record Filling(int slots, long bytes, @Nullable Long millisLeft) {
    private static final double MIB = 1024 * 1024;

    static Filling of(JsonObject reply) {
      return new Filling(
          reply.getInteger("slotsToFill"),
          reply.getLong("bytesToFill"),
          reply.getLong("fillMillisLeft"));
    }

    /** A line about slots that move. */
    String asLine(int moving) {
      if (slots == 0) {
        return "moving: %d slots, all filled, the next table is to come%n".formatted(moving);
      }
      String left =
          millisLeft == null
              ? "time left not known yet"
              : "about %d s left".formatted((millisLeft + 999) / 1_000);
      return String.format(
          Locale.ROOT, "moving: %d slots, %.1f MiB to go, %s%n", slots, bytes / MIB, left);
    }
  }

  /** What planned moves of primaries cost. */
  private record Pauses(long moves, long longestMillis, long meanMillis) {
    static Pauses of(JsonObject reply) {
      return new Pauses(
          reply.getLong("moves"),
          reply.getLong("longestPauseMillis"),
          reply.getLong("meanPauseMillis"));
    }

    String asLine() {
      return "pauses: %d moves, longest %d ms, mean %d ms%n"
          .formatted(moves, longestMillis, meanMillis);
    }
  }

  static ClusterPicture of(JsonObject reply) {
    return new ClusterPicture(
        reply.getString("placement"),
        reply.getLong("epoch"),
        reply.getInteger("slots"),
        reply.getInteger("moving"),
        Filling.of(reply),
        Pauses.of(reply),
        reply.getInteger("degraded"),
        reply.getBoolean("safeToRoll", false),
        reply.getInteger("slotsLost"),
        reply.getString("coordinator", "nobody"),
        StatCommands.objects(reply.getJsonArray("nodes")));
  }

  /** One line a node, with all that is known of it. */
  String asTable() {
    String row = "%-" + nameChars() + "s %-7s %-8s %6s %8s %5s %6s";
    return nodes.stream()
        .map(
            node ->
                row.formatted(
                    node.getString("node"),
                    node.getString("role"),
                    node.getString("state"),
                    shown(node, "slots"),
                    shown(node, "entries"),
                    shown(node, "ring"),
                    shown(node, "epoch")))
        .collect(
            Collectors.joining(
                "\n",
                headline()
                    + row.formatted("node", "role", "state", "slots", "entries", "ring", "epoch")
                    + "\n",
                ""));
  }

  /** One bar a cache node: its share of the slots. */
  String asRing() {
    String row = "%-" + nameChars() + "s %-8s %-" + RING_CHARS + "s %6s slots %8s entries";
    return nodes.stream()
        .filter(node -> node.getString("role").equals("cache"))
        .map(
            node ->
                row.formatted(
                    node.getString("node"),
                    node.getString("state"),
                    Terminal.bar(node.getInteger("slots", 0), slots, RING_CHARS),
                    shown(node, "slots"),
                    shown(node, "entries")))
        .collect(Collectors.joining("\n", headline() + redundancy(), ""));
  }

  /** How many copies are missing, and what that means for who wants to take a node out. */
  String redundancy() {
    return "redundancy: %s, %s to take a node out%n"
        .formatted(
            degraded == 0 ? "no slot lacks a copy" : degraded + " slots lack a copy",
            safeToRoll ? "safe" : "not safe");
  }

  private String headline() {
    String movement =
        (moving == 0 ? "none moving" : moving + " moving")
            + (degraded == 0 ? "" : ", " + degraded + " degraded")
            + (slotsLost == 0 ? "" : ", " + slotsLost + " lost");
    return "placement %s, epoch %d, %d slots, %s, coordinator %s%n"
            .formatted(placement, epoch, slots, movement, coordinator)
        + (moving == 0 ? "" : filling.asLine(moving))
        + (pauses.moves() == 0 ? "" : pauses.asLine());
  }

  private int nameChars() {
    return nodes.stream().mapToInt(node -> node.getString("node").length()).max().orElse(4);
  }

  private static String shown(JsonObject node, String field) {
    return node.containsKey(field) ? node.getValue(field).toString() : "-";
  }
}
