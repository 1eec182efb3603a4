package io.apothik.slot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;

/**
 * The cheapest chains of nodes from those that have too much to those that have too little, each
 * node passing one thing on to the next (Dijkstra's algorithm from all of the former at once). No
 * two chains have a node in common, so that all can be followed.
 */
final class Chains {
  private static final long FAR = Long.MAX_VALUE;

  /** Tells to whom a node can pass something on, by {@link Chains#step}. */
  interface Steps {
    void from(int node, Chains chains);
  }

  private record Visit(long distance, int node) implements Comparable<Visit> {
    @Override
    public int compareTo(Visit other) {
      int nearer = Long.compare(distance, other.distance);
      return nearer != 0 ? nearer : Integer.compare(node, other.node);
    }
  }

  private final long[] distance;
  private final int[] previous;
  private final int[] source;
  private final boolean[] done;
  private final PriorityQueue<Visit> visits = new PriorityQueue<>();
  private int current;

  private Chains(int nodes) {
    this.distance = new long[nodes];
    this.previous = new int[nodes];
    this.source = new int[nodes];
    this.done = new boolean[nodes];
  }

  /**
   * The cheapest chains, which cost the same, each from a source to a sink; none if there is no
   * way.
   */
  static List<int[]> cheapest(int nodes, IntPredicate isSource, IntPredicate isSink, Steps steps) {
    return new Chains(nodes).search(isSource, isSink, steps);
  }

  private List<int[]> search(IntPredicate isSource, IntPredicate isSink, Steps steps) {
    for (int node = 0; node < done.length; node++) {
      distance[node] = isSource.test(node) ? 0 : FAR;
      previous[node] = -1;
      source[node] = node;
      if (distance[node] == 0) {
        visits.add(new Visit(0, node));
      }
    }
    List<int[]> chains = new ArrayList<>();
    boolean[] used = new boolean[done.length];
    long cost = FAR;
    for (Visit visit = visits.poll(); visit != null; visit = visits.poll()) {
      current = visit.node;
      if (visit.distance > cost) {
        break;
      }
      if (!done[current] && !used[source[current]]) {
        done[current] = true;
        if (isSink.test(current)) {
          chains.add(chainTo(current));
          used[source[current]] = true;
          cost = visit.distance;
        } else {
          steps.from(current, this);
        }
      }
    }
    return chains;
  }

  /** Whether a step of that cost from the current node would be a cheaper way to the other one. */
  boolean isCheaper(int to, int cost) {
    return distance[current] + cost < distance[to];
  }

  /** The current node can pass something on to the other one. */
  void step(int to, int cost) {
    if (isCheaper(to, cost)) {
      distance[to] = distance[current] + cost;
      previous[to] = current;
      source[to] = source[current];
      visits.add(new Visit(distance[to], to));
    }
  }

  private int[] chainTo(int sink) {
    int[] chain = new int[0];
    for (int node = sink; node >= 0; node = previous[node]) {
      chain = Arrays.copyOf(chain, chain.length + 1);
      chain[chain.length - 1] = node;
    }
    for (int i = 0; i < chain.length / 2; i++) {
      int node = chain[i];
      chain[i] = chain[chain.length - 1 - i];
      chain[chain.length - 1 - i] = node;
    }
    return chain;
  }
}
