package io.apothik.slot;

import java.util.function.IntPredicate;

/** The nodes that still take something; each goes when it has enough. */
final class Takers {
  private static final int GONE = -1;

  private final int[] nodes;
  private final int[] position;
  private int count;

  /**
   * @param nodes how many nodes there are
   * @param takes which of them take something
   */
  Takers(int nodes, IntPredicate takes) {
    this.nodes = new int[nodes];
    this.position = new int[nodes];
    for (int node = 0; node < nodes; node++) {
      position[node] = takes.test(node) ? count : GONE;
      if (position[node] != GONE) {
        this.nodes[count++] = node;
      }
    }
  }

  int count() {
    return count;
  }

  /** One of them; the first is 0. */
  int at(int index) {
    return nodes[index];
  }

  boolean has(int node) {
    return position[node] != GONE;
  }

  void remove(int node) {
    int at = position[node];
    if (at != GONE) {
      int last = nodes[--count];
      nodes[at] = last;
      position[last] = at;
      position[node] = GONE;
    }
  }
}
