package io.apothik.slot;

/**
 * What each node is to have in a balanced layout.
 *
 * @param copies how many slots it holds
 * @param primaries how many of them it is the primary of
 * @param backups how many of them it is a backup of
 * @param fairPairs how many slots each primary and each backup have in common when these are evenly
 *     spread, rounded down
 */
record Quotas(Share copies, Share primaries, Share backups, int fairPairs) {
  /**
   * What each of several nodes has when something is shared out evenly.
   *
   * @param floor the least
   * @param ceiling the most: one more than the least, or as much if it divides evenly
   */
  record Share(int floor, int ceiling) {
    static Share of(int total, int nodes) {
      return new Share(total / nodes, (total + nodes - 1) / nodes);
    }
  }

  static Quotas of(Layout layout) {
    int slots = layout.slots();
    int nodes = layout.nodes();
    return new Quotas(
        Share.of(slots * layout.width(), nodes),
        Share.of(slots, nodes),
        Share.of(slots * (layout.width() - 1), nodes),
        slots * (layout.width() - 1) / nodes / Math.max(1, nodes - 1));
  }

  /** Who holds too many copies and who too few. */
  Scales copyScales(Layout layout) {
    return new Scales(layout.nodes(), layout::copies, node -> copies.floor, node -> copies.ceiling);
  }

  /** The fewest primaries that a node with that many copies must have to be in balance. */
  int primariesMin(int copiesHeld) {
    return Math.max(primaries.floor, copiesHeld - backups.ceiling);
  }

  /** The most primaries that a node with that many copies can have in balance. */
  int primariesMax(int copiesHeld) {
    return Math.min(primaries.ceiling, copiesHeld - backups.floor);
  }
}
