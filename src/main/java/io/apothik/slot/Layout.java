package io.apothik.slot;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who should hold each slot in the end: for each slot a row of nodes, the primary first. Nodes are
 * numbers, from 0 on, in the order of those that stay. Mutable; keeps its counts up to date.
 */
final class Layout {
  /** Stands in a row where no node has been chosen yet. */
  static final int VACANT = -1;

  private static final int GOLDEN_RATIO = 0x9e3779b9;

  private final int[][] rows;
  private final Existing[] existing;
  private final int[] hosts;
  private final int hostCount;
  private final int[] copies;
  private final int[] primaries;
  private final int[] pairs;

  /**
   * What the staying nodes have of one slot already.
   *
   * @param nodes those in sync first, and of them the primary first if it is there
   * @param inSync how many of them are in sync
   * @param hasPrimary whether the first is the primary
   */
  @SuppressWarnings("ArrayRecordComponent") // There are as many as slots, and nobody compares them.
  record Existing(int[] nodes, int inSync, boolean hasPrimary) {
    /** What there is of a slot that begins. */
    static final Existing NOTHING = new Existing(new int[0], 0, false);

    boolean has(int node) {
      return indexOf(nodes, node) >= 0;
    }

    boolean hasInSync(int node) {
      int index = indexOf(nodes, node);
      return index >= 0 && index < inSync;
    }

    boolean isLearner(int node) {
      return indexOf(nodes, node) >= inSync;
    }
  }

  /** All rows vacant. */
  Layout(List<NodeName> nodes, int width, Existing[] existing) {
    this.existing = existing;
    this.rows = new int[existing.length][width];
    for (int[] row : rows) {
      Arrays.fill(row, VACANT);
    }
    Map<String, Integer> numbers = new HashMap<>();
    this.hosts = new int[nodes.size()];
    for (int node = 0; node < hosts.length; node++) {
      String host = nodes.get(node).host();
      numbers.putIfAbsent(host, numbers.size());
      hosts[node] = numbers.get(host);
    }
    this.hostCount = numbers.size();
    this.copies = new int[nodes.size()];
    this.primaries = new int[nodes.size()];
    this.pairs = new int[nodes.size() * nodes.size()];
  }

  int slots() {
    return rows.length;
  }

  int nodes() {
    return copies.length;
  }

  int hosts() {
    return hostCount;
  }

  /** How many copies a slot has. */
  int width() {
    return rows[0].length;
  }

  int at(int slot, int place) {
    return rows[slot][place];
  }

  int primary(int slot) {
    return rows[slot][0];
  }

  /** The node's place in the slot's row, or -1. */
  int placeOf(int slot, int node) {
    return indexOf(rows[slot], node);
  }

  boolean holds(int slot, int node) {
    return indexOf(rows[slot], node) >= 0;
  }

  Existing existing(int slot) {
    return existing[slot];
  }

  /** How many slots the node holds. */
  int copies(int node) {
    return copies[node];
  }

  /** The number of the node's host, under {@link #hosts}. */
  int host(int node) {
    return hosts[node];
  }

  int primaries(int node) {
    return primaries[node];
  }

  int backups(int node) {
    return copies[node] - primaries[node];
  }

  /** How many slots have that primary and that backup. */
  int pairs(int primary, int backup) {
    return pairs[primary * copies.length + backup];
  }

  void put(int slot, int place, int node) {
    int[] row = rows[slot];
    int before = row[place];
    if (place == 0) {
      countPairs(row, -1);
      row[0] = node;
      countPairs(row, 1);
      primaries[node]++;
    } else {
      row[place] = node;
      countPair(row[0], before, -1);
      countPair(row[0], node, 1);
    }
    copies[node]++;
    if (before != VACANT) {
      copies[before]--;
      primaries[before] -= place == 0 ? 1 : 0;
    }
  }

  /** Makes the holder at that place the primary, and the primary a backup. */
  void promote(int slot, int place) {
    int[] row = rows[slot];
    int heir = row[place];
    countPairs(row, -1);
    row[place] = row[0];
    row[0] = heir;
    countPairs(row, 1);
    primaries[row[place]]--;
    primaries[heir]++;
  }

  private void countPairs(int[] row, int step) {
    for (int place = 1; place < row.length; place++) {
      countPair(row[0], row[place], step);
    }
  }

  private void countPair(int primary, int backup, int step) {
    if (primary != VACANT && backup != VACANT) {
      pairs[primary * copies.length + backup] += step;
    }
  }

  /** Who holds the slot now, the primary first; not to be changed. */
  int[] row(int slot) {
    return rows[slot];
  }

  /** The most slots that any primary and backup have in common. */
  int pairsMax() {
    int most = 0;
    for (int[] row : rows) {
      for (int place = 1; place < row.length; place++) {
        most = Math.max(most, pairs(row[0], row[place]));
      }
    }
    return most;
  }

  /** Whether every holder is in sync. */
  boolean isReady(int slot) {
    for (int node : rows[slot]) {
      if (!existing[slot].hasInSync(node)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the row could be another without a copy moving. */
  boolean isOpen(int slot) {
    if (existing[slot].nodes().length > width()) {
      return true;
    }
    for (int node : rows[slot]) {
      if (!existing[slot].has(node)) {
        return true;
      }
    }
    return false;
  }

  /** How many of the slot's other holders would share the node's host. */
  int clashes(int slot, int place, int node) {
    return clashes(rows[slot], place, node);
  }

  /**
   * How many of the slot's other holders anybody in that place would share a host with at least.
   */
  int clashesMin(int slot, int place) {
    int[] row = rows[slot];
    if (hostCount >= row.length) {
      return 0;
    }
    int taken = 0;
    int least = row.length;
    for (int other = 0; other < row.length; other++) {
      if (other != place) {
        int same = clashes(row, place, row[other]);
        least = Math.min(least, same);
        taken += isFirstOfItsHost(row, other, place) ? 1 : 0;
      }
    }
    return taken < hostCount ? 0 : least;
  }

  private boolean isFirstOfItsHost(int[] row, int index, int except) {
    for (int before = 0; before < index; before++) {
      if (before != except && hosts[row[before]] == hosts[row[index]]) {
        return false;
      }
    }
    return true;
  }

  /** How many of these nodes share the host of the one at that place. */
  int clashes(int[] nodes, int place) {
    return clashes(nodes, place, nodes[place]);
  }

  private int clashes(int[] nodes, int place, int node) {
    int clashes = 0;
    for (int other = 0; other < nodes.length; other++) {
      if (other != place && nodes[other] != VACANT && hosts[nodes[other]] == hosts[node]) {
        clashes++;
      }
    }
    return clashes;
  }

  /** A number in 0..count - 1, another one from slot to slot, without regularity. */
  static int anyOf(int count, int slot) {
    return (int) ((Integer.toUnsignedLong(slot * GOLDEN_RATIO) * count) >>> Integer.SIZE);
  }

  private static int indexOf(int[] nodes, int node) {
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] == node) {
        return i;
      }
    }
    return -1;
  }
}
