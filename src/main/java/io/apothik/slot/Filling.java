package io.apothik.slot;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Fills the vacant places of a layout: primaries go to the nodes that have the fewest, backups to
 * nodes on other hosts that back the primary the least.
 */
final class Filling {
  /** Bits of a node's number, and of how many copies it has. */
  private static final int BITS = 21;

  /** More than what a node does for others can weigh, as if it shared a host once more. */
  private static final long CLASH = 1L << 32;

  private static final long FULL = CLASH << BITS;

  private final Layout layout;
  private final Quotas quotas;

  /** How many nodes of each host have room for another copy. */
  private final int[] roomy;

  private int roomyHosts;

  /** How often the nodes that back each primary the least do so, and how many these are. */
  private final int[] pairsMin;

  private final int[] pairsAtMin;

  Filling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
    this.roomy = new int[layout.hosts()];
    this.pairsMin = new int[layout.nodes()];
    this.pairsAtMin = new int[layout.nodes()];
  }

  void fill() {
    if (isAnyVacant(0)) {
      fillPrimaries();
    }
    for (int place = 1; place < layout.width(); place++) {
      if (isAnyVacant(place)) {
        fillBackups(place);
      }
    }
  }

  private boolean isAnyVacant(int place) {
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (layout.at(slot, place) == Layout.VACANT) {
        return true;
      }
    }
    return false;
  }

  private void fillPrimaries() {
    PriorityQueue<Long> fewest = new PriorityQueue<>();
    for (int node = 0; node < layout.nodes(); node++) {
      fewest.add(primaryRank(node));
    }
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (layout.at(slot, 0) == Layout.VACANT) {
        int node = (int) (fewest.remove() & ((1 << BITS) - 1));
        layout.put(slot, 0, node);
        fewest.add(primaryRank(node));
      }
    }
  }

  /** Less for a node with fewer primaries, then with fewer copies, then with a smaller number. */
  private long primaryRank(int node) {
    long primaries = layout.primaries(node);
    return (((primaries << BITS) + layout.copies(node)) << BITS) + node;
  }

  private void fillBackups(int place) {
    Arrays.fill(pairsAtMin, 0);
    Arrays.fill(roomy, 0);
    roomyHosts = 0;
    int[] weights = new int[layout.nodes()];
    for (int node = 0; node < weights.length; node++) {
      weights[node] = weight(node);
      if (!isFull(node) && roomy[layout.host(node)]++ == 0) {
        roomyHosts++;
      }
    }
    Levels levels = new Levels(weights, 2 * layout.slots() + 1);
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (layout.at(slot, place) == Layout.VACANT) {
        put(slot, place, backup(slot, place, levels), levels);
      }
    }
  }

  /** Of two with equally many copies, the one that is primary more often lacks a backup. */
  private int weight(int node) {
    boolean hasMany = layout.primaries(node) > quotas.primaries().floor();
    return 2 * layout.copies(node) + (hasMany ? 0 : 1);
  }

  private boolean isFull(int node) {
    return layout.copies(node) >= quotas.copies().ceiling();
  }

  private void put(int slot, int place, int node, Levels levels) {
    int primary = layout.primary(slot);
    pairsAtMin[primary] -= layout.pairs(primary, node) == pairsMin[primary] ? 1 : 0;
    layout.put(slot, place, node);
    levels.raise(node);
    levels.raise(node);
    if (layout.copies(node) == quotas.copies().ceiling() && --roomy[layout.host(node)] == 0) {
      roomyHosts--;
    }
  }

  /**
   * The best node for the place. Those with the fewest copies are looked at first, and no others
   * once nobody can be better.
   */
  private int backup(int slot, int place, Levels levels) {
    int primary = layout.primary(slot);
    long least = CLASH * clashesMin(slot, place) + 2L * pairsMin(primary);
    int best = Layout.VACANT;
    long lowest = Long.MAX_VALUE;
    for (int from = 0; from < layout.nodes(); ) {
      int level = levels.of(levels.at(from));
      int to = levels.upTo(level);
      // Begins elsewhere for each slot: if the backups of one primary always were the same two,
      // they
      // would follow it together.
      int at = from + Layout.anyOf(to - from, slot);
      for (int i = from; i < to && lowest > least + level; i++) {
        int node = levels.at(at);
        if (!layout.holds(slot, node)) {
          long burden = burden(slot, place, node) + level;
          if (burden < lowest) {
            best = node;
            lowest = burden;
          }
        }
        at = at + 1 == to ? from : at + 1;
      }
      from = lowest > least + level ? to : layout.nodes();
    }
    return best;
  }

  /** What speaks against the node, apart from what it does for others. */
  private long burden(int slot, int place, int node) {
    return (isFull(node) ? FULL : 0)
        + CLASH * layout.clashes(slot, place, node)
        + 2L * layout.pairs(layout.primary(slot), node);
  }

  /** With how few of the slot's other holders a node that has room can share its host. */
  private int clashesMin(int slot, int place) {
    int least = layout.width();
    int hosts = 0;
    for (int other = 0; other < place; other++) {
      int holder = layout.at(slot, other);
      if (roomy[layout.host(holder)] > 0) {
        hosts += isFirstOfItsHost(slot, other) ? 1 : 0;
        least = Math.min(least, 1 + layout.clashes(slot, other, holder));
      }
    }
    return roomyHosts > hosts ? 0 : least;
  }

  private boolean isFirstOfItsHost(int slot, int place) {
    int host = layout.host(layout.at(slot, place));
    for (int other = 0; other < place; other++) {
      if (layout.host(layout.at(slot, other)) == host) {
        return false;
      }
    }
    return true;
  }

  private int pairsMin(int primary) {
    if (pairsAtMin[primary] == 0) {
      pairsMin[primary] = Integer.MAX_VALUE;
      for (int node = 0; node < layout.nodes(); node++) {
        int pairs = layout.pairs(primary, node);
        if (node != primary && pairs < pairsMin[primary]) {
          pairsMin[primary] = pairs;
          pairsAtMin[primary] = 0;
        }
        pairsAtMin[primary] += node != primary && pairs == pairsMin[primary] ? 1 : 0;
      }
    }
    return pairsMin[primary];
  }
}
