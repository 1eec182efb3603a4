package io.apothik.slot;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The cheapest chain of nodes from one that has too much to one that has too little, each passing
 * one thing on to the next (Dijkstra's algorithm on a full matrix).
 */
final class Chains {
  /** What a step costs that cannot be made. */
  static final int IMPOSSIBLE = Integer.MAX_VALUE;

  /** What it costs that one node passes something on to another. */
  interface Cost {
    int of(int from, int to);
  }

  private final int nodes;
  private final Cost cost;
  private final int[] distance;
  private final int[] previous;
  private final boolean[] done;

  private Chains(int nodes, Cost cost) {
    this.nodes = nodes;
    this.cost = cost;
    this.distance = new int[nodes];
    this.previous = new int[nodes];
    this.done = new boolean[nodes];
  }

  /** The cheapest chain from a source to a sink, both included; empty if there is none. */
  static int[] cheapest(int nodes, IntPredicate source, IntPredicate sink, Cost cost) {
    return new Chains(nodes, cost).search(source, sink);
  }

  private int[] search(IntPredicate source, IntPredicate sink) {
    Arrays.fill(previous, -1);
    for (int node = 0; node < nodes; node++) {
      distance[node] = source.test(node) ? 0 : IMPOSSIBLE;
    }
    for (int node = nearest(); node >= 0; node = nearest()) {
      if (sink.test(node)) {
        return chainTo(node);
      }
      done[node] = true;
      extend(node);
    }
    return new int[0];
  }

  private int nearest() {
    int nearest = -1;
    for (int node = 0; node < nodes; node++) {
      if (!done[node]
          && distance[node] != IMPOSSIBLE
          && (nearest < 0 || distance[node] < distance[nearest])) {
        nearest = node;
      }
    }
    return nearest;
  }

  private void extend(int from) {
    for (int to = 0; to < nodes; to++) {
      int step = done[to] || to == from ? IMPOSSIBLE : cost.of(from, to);
      if (step != IMPOSSIBLE && distance[from] + step < distance[to]) {
        distance[to] = distance[from] + step;
        previous[to] = from;
      }
    }
  }

  private int[] chainTo(int sink) {
    int length = 0;
    for (int node = sink; node >= 0; node = previous[node]) {
      length++;
    }
    int[] chain = new int[length];
    for (int node = sink; node >= 0; node = previous[node]) {
      chain[--length] = node;
    }
    return chain;
  }
}
