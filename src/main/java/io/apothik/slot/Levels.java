package io.apothik.slot;

/**
 * Nodes in the order of what they have, so that those with the least are found without looking at
 * the others. What a node has only grows.
 */
final class Levels {
  private final int[] level;
  private final int[] order;
  private final int[] position;
  private final int[] begins;

  /**
   * @param level what each node has, from 0 on
   * @param most the most that a node can come to have
   */
  Levels(int[] level, int most) {
    this.level = level.clone();
    this.order = new int[level.length];
    this.position = new int[level.length];
    this.begins = new int[most + 2];
    for (int each : level) {
      begins[each + 1]++;
    }
    for (int i = 1; i < begins.length; i++) {
      begins[i] += begins[i - 1];
    }
    int[] next = begins.clone();
    for (int node = 0; node < level.length; node++) {
      place(node, next[level[node]]++);
    }
  }

  private void place(int node, int at) {
    order[at] = node;
    position[node] = at;
  }

  /** The node at that place in the order, the first of which is 0. */
  int at(int place) {
    return order[place];
  }

  int of(int node) {
    return level[node];
  }

  /** How many nodes have no more than that. */
  int upTo(int most) {
    return begins[most + 1];
  }

  /** The node has one more. */
  void raise(int node) {
    int last = --begins[level[node] + 1];
    int other = order[last];
    place(other, position[node]);
    place(node, last);
    level[node]++;
  }
}
