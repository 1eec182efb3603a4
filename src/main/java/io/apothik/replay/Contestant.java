package io.apothik.replay;

import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import java.util.List;
import java.util.Locale;

/** The placements that are compared. */
enum Contestant {
  /** The original: {@code phash2(key, n)}. */
  MODULO {
    @Override
    Model model(List<NodeName> nodes, List<NodeName> masters) {
      return new HashModel(
          ring -> key -> ring.get(Placement.MODULO.slotOf(key, ring.size())), nodes, masters);
    }

    @Override
    String lead(Event event) {
      return switch (event.step()) {
        case START_OVER -> NOTHING_IN_THEM;
        case FILL -> "The node of each key was number phash2(key, %d).".formatted(event.counted());
        case KILL -> "%s died with what it held. %s".formatted(event.node(), rehashed(event));
        case COUNT_MASTER -> MASTER_IN_THE_RING;
        case ADD -> "%s came, empty. %s".formatted(event.node(), rehashed(event));
      };
    }

    private static String rehashed(Event event) {
      return "Keys are hashed to %d numbers now: %,d are looked for on another node than before."
          .formatted(event.counted(), event.moved());
    }
  },

  /** A consistent-hash ring with virtual nodes, as caches without backups use it. */
  RING {
    @Override
    Model model(List<NodeName> nodes, List<NodeName> masters) {
      return new HashModel(ring -> new HashRing(ring)::nodeOf, nodes, masters);
    }

    @Override
    String lead(Event event) {
      return switch (event.step()) {
        case START_OVER -> NOTHING_IN_THEM;
        case FILL -> "Each key went to the node whose point follows its own on the ring.";
        case KILL ->
            "%s died with what it held. Only its %,d keys are looked for elsewhere."
                .formatted(event.node(), event.moved());
        case COUNT_MASTER -> MASTER_IN_THE_RING;
        case ADD ->
            "%s came, empty. It is asked for %,d keys, whose entries stayed where they were."
                .formatted(event.node(), event.moved());
      };
    }
  },

  /** The slot table. */
  SLOTS {
    @Override
    Model model(List<NodeName> nodes, List<NodeName> masters) {
      return new SlotModel(nodes);
    }

    @Override
    String lead(Event event) {
      return switch (event.step()) {
        case START_OVER -> NOTHING_IN_THEM;
        case FILL -> "Each key went to the primary of its slot, and to the backup.";
        case KILL ->
            "%s died; the backups of its slots serve. %,d entries were copied for new backups."
                .formatted(event.node(), event.copied());
        case COUNT_MASTER ->
            "The master says when it joins that it is a client, so no slot was given to it.";
        case ADD ->
            ("%s came. %,d entries were copied to nodes that then took over; %,d keys have another"
                    + " owner.")
                .formatted(event.node(), event.copied(), event.moved());
      };
    }
  };

  private static final String NOTHING_IN_THEM = "Five nodes, and nothing in them.";

  private static final String MASTER_IN_THE_RING =
      "The ring was taken from all who are connected, so the master, which keeps nothing, counted as"
          + " a node.";

  /**
   * An empty cluster.
   *
   * @param masters who is counted as a node by mistake, where that can be
   */
  abstract Model model(List<NodeName> nodes, List<NodeName> masters);

  /** What happened, in words, without what it came to. */
  abstract String lead(Event event);

  /** How replies name it. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
