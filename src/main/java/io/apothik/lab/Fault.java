package io.apothik.lab;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What goes wrong at one time, or is done then. Nodes are named by their numbers, from 1 on; times
 * are counted from the moment at which the cluster is ready. As text, it is what {@link FaultText}
 * reads.
 */
public sealed interface Fault {
  /** When it begins. */
  int atMillis();

  /** The nodes that it names. */
  List<Integer> nodes();

  /** How long it lasts; 0 for what stays so. */
  default int forMillis() {
    return 0;
  }

  /** When it is over; of what stays so, when it begins. */
  default int endMillis() {
    return atMillis() + forMillis();
  }

  /** A process dies, as with SIGKILL. */
  record Kill(int node, int atMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(node);
    }

    @Override
    public String toString() {
      return "kill %d at %s".formatted(node, Span.text(atMillis));
    }
  }

  /** A node hands over what it has, and goes. */
  record Leave(int node, int atMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(node);
    }

    @Override
    public String toString() {
      return "leave %d at %s".formatted(node, Span.text(atMillis));
    }
  }

  /** A node starts: one that is gone, or another one. */
  record Join(int node, int atMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(node);
    }

    @Override
    public String toString() {
      return "join %d at %s".formatted(node, Span.text(atMillis));
    }
  }

  /** A process stands still, as with SIGSTOP or in a long collection of garbage. */
  record Pause(int node, int atMillis, int forMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(node);
    }

    @Override
    public String toString() {
      return "pause %d at %s for %s".formatted(node, Span.text(atMillis), Span.text(forMillis));
    }
  }

  /**
   * Nothing gets from one side to another.
   *
   * @param sides at least two, each with at least one node, none with one of another
   */
  record Partition(List<List<Integer>> sides, int atMillis, int forMillis) implements Fault {
    public Partition {
      sides = sides.stream().map(List::copyOf).toList();
    }

    /** Sides of so many nodes each: the first has the lowest numbers. */
    static Partition ofSizes(List<Integer> sizes, int atMillis, int forMillis) {
      int[] next = {1};
      List<List<Integer>> sides =
          sizes.stream()
              .map(size -> IntStream.range(0, size).map(i -> next[0]++).boxed().toList())
              .toList();
      return new Partition(sides, atMillis, forMillis);
    }

    @Override
    public List<Integer> nodes() {
      return sides.stream().flatMap(List::stream).toList();
    }

    /** The side of a node, from 0; who is not named is with the last. */
    int sideOf(int node) {
      return IntStream.range(0, sides.size())
          .filter(side -> sides.get(side).contains(node))
          .findFirst()
          .orElse(sides.size() - 1);
    }

    @Override
    public String toString() {
      String all =
          sides.stream()
              .map(side -> side.stream().map(String::valueOf).collect(Collectors.joining(",")))
              .collect(Collectors.joining("|"));
      // Without a comma they would be numbers of nodes.
      String nodes = all.contains(",") ? all : all.replaceFirst("\\|", ",|");
      return "partition %s at %s for %s"
          .formatted(nodes, Span.text(atMillis), Span.text(forMillis));
    }
  }

  /** What two nodes send each other comes later. */
  record Slow(int one, int other, int delayMillis, int atMillis, int forMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(one, other);
    }

    @Override
    public String toString() {
      return "slow %d-%d by %s at %s for %s"
          .formatted(one, other, Span.text(delayMillis), Span.text(atMillis), Span.text(forMillis));
    }
  }

  /** A node's clock runs faster, or, with a negative number, slower. */
  record Clock(int node, int percent, int atMillis, int forMillis) implements Fault {
    @Override
    public List<Integer> nodes() {
      return List.of(node);
    }

    /** How many times as fast as time it runs. */
    double rate() {
      return 1 + percent / 100.0;
    }

    @Override
    public String toString() {
      return "clock %d by %d%% at %s for %s"
          .formatted(node, percent, Span.text(atMillis), Span.text(forMillis));
    }
  }
}
