package io.apothik.lab;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What is tried: a cluster, who calls, and what goes wrong.
 *
 * @param nodes how many cache nodes the cluster begins with, 1 to 50
 * @param clients how many call all the time, 1 to 100
 * @param keys how many keys they call for, 1 to 10,000
 * @param forMillis for how long, at least a second
 * @param faults in the order of their time
 */
public record Scenario(
    int nodes,
    Setting setting,
    int clients,
    int keys,
    int forMillis,
    long seed,
    List<Fault> faults) {
  public static final int NODES_MAX = 50;
  public static final int CLIENTS_MAX = 100;
  public static final int KEYS_MAX = 10_000;
  public static final int FAULTS_MAX = 100;
  public static final int MILLIS_MAX = 600_000;
  private static final int MILLIS_MIN = 1_000;
  private static final int SKEW_PERCENT_MAX = 50;

  /** For each write its client's mark is added to the value of a key, which may become so long. */
  private static final int WRITES_OF_KEY_MAX = 10_000;

  /**
   * Checks all of it.
   *
   * @throws IllegalArgumentException if something is too little or too much, or a fault cannot
   *     happen; names the value, what is expected, and an example
   */
  public Scenario {
    within("nodes", nodes, 1, NODES_MAX, "5");
    within("clients", clients, 1, CLIENTS_MAX, "10");
    within("keys", keys, 1, KEYS_MAX, "100");
    if (forMillis < MILLIS_MIN || forMillis > MILLIS_MAX) {
      throw new IllegalArgumentException(
          "for %s: %s to %s are expected, such as 60s"
              .formatted(Span.text(forMillis), Span.text(MILLIS_MIN), Span.text(MILLIS_MAX)));
    }
    long writes = (long) clients * forMillis / Marks.REST_MILLIS / keys;
    if (writes > WRITES_OF_KEY_MAX) {
      throw new IllegalArgumentException(
          "keys %d: so many clients write about %d times to each in that time, at most %d are"
                  .formatted(keys, writes, WRITES_OF_KEY_MAX)
              + " expected; take more keys, such as 100");
    }
    if (faults.size() > FAULTS_MAX) {
      throw new IllegalArgumentException(
          "%d faults: at most %d are expected".formatted(faults.size(), FAULTS_MAX));
    }
    faults = new ArrayList<>(faults);
    faults.sort(Comparator.comparingInt(Fault::atMillis));
    faults = List.copyOf(faults);
    check(nodes, forMillis, faults);
  }

  /** The same under another setting. */
  Scenario with(Setting other) {
    return new Scenario(nodes, other, clients, keys, forMillis, seed, faults);
  }

  /** Every node that is there at some time, by its number. */
  List<Integer> everyNode() {
    Set<Integer> all = new TreeSet<>(IntStream.rangeClosed(1, nodes).boxed().toList());
    faults.forEach(fault -> all.addAll(fault.nodes()));
    return List.copyOf(all);
  }

  private static void within(String what, int value, int min, int max, String example) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s %d: %d to %d are expected, such as %s".formatted(what, value, min, max, example));
    }
  }

  private static void check(int nodes, int forMillis, List<Fault> faults) {
    Set<Integer> there = new TreeSet<>(IntStream.rangeClosed(1, nodes).boxed().toList());
    Set<Integer> known = new TreeSet<>(there);
    int wholeAgainMillis = 0;
    for (Fault fault : faults) {
      checkTime(fault, forMillis);
      if (fault instanceof Fault.Join join) {
        require(join.node() >= 1 && join.node() <= NODES_MAX, fault, "nodes are 1 to " + NODES_MAX);
        require(there.add(join.node()), fault, "node %d is there".formatted(join.node()));
        known.add(join.node());
      } else if (fault instanceof Fault.Partition) {
        require(known.containsAll(fault.nodes()), fault, "the nodes are " + known);
      } else {
        require(there.containsAll(fault.nodes()), fault, "the nodes that are there are " + there);
      }
      if (fault instanceof Fault.Kill || fault instanceof Fault.Leave) {
        there.removeAll(fault.nodes());
        require(!there.isEmpty(), fault, "it leaves no node; at least one is expected to stay");
      } else if (fault instanceof Fault.Partition partition) {
        require(fault.atMillis() >= wholeAgainMillis, fault, "another partition is not over yet");
        checkSides(partition, nodes, there);
        wholeAgainMillis = fault.endMillis();
      } else if (fault instanceof Fault.Clock clock) {
        boolean slight = Math.abs(clock.percent()) <= SKEW_PERCENT_MAX && clock.percent() != 0;
        require(slight, fault, "-%1$d%% to %1$d%% are expected".formatted(SKEW_PERCENT_MAX));
      } else if (fault instanceof Fault.Slow slow) {
        require(slow.one() != slow.other(), fault, "two nodes are expected, such as 1-2");
      }
    }
  }

  private static void checkTime(Fault fault, int forMillis) {
    require(
        fault.atMillis() < forMillis,
        fault,
        "it would begin after the end, %s; --for says how long it goes on, such as --for %s"
            .formatted(Span.text(forMillis), Span.text(fault.atMillis() + 30_000L)));
  }

  private static void checkSides(Fault.Partition partition, int nodes, Set<Integer> there) {
    Set<Integer> once = new TreeSet<>(partition.nodes());
    require(once.size() == partition.nodes().size(), partition, "a node is on two sides");
    require(
        once.size() > partition.sides().get(0).size()
            && partition.sides().stream().noneMatch(List::isEmpty),
        partition,
        "each side needs a node, such as 2|3 of " + nodes);
    require(
        once.containsAll(there),
        partition,
        "all that are there are expected on its sides: " + there);
  }

  private static void require(boolean holds, Fault fault, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("fault '%s': %s".formatted(fault, expected));
    }
  }
}
