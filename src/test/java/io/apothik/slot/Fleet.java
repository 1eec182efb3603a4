package io.apothik.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Processes of nodes, for tests. */
final class Fleet {
  private Fleet() {}

  /** The first process of node {@code number}, on the one host. */
  static Incarnation process(int number) {
    return process(number, "h");
  }

  /** The first process of a node on the given host. */
  static Incarnation process(int number, String host) {
    return new Incarnation(NodeName.numbered(number, host), "1");
  }

  /** The nodes 1 to {@code count}, on one host. */
  static List<Incarnation> of(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Fleet::process).toList();
  }

  /** So many nodes on each of so many hosts. */
  static List<Incarnation> onHosts(int hosts, int nodesEach) {
    return IntStream.range(0, hosts * nodesEach)
        .mapToObj(i -> process(i + 1, "h" + i / nodesEach))
        .toList();
  }

  static List<NodeName> names(List<Incarnation> processes) {
    return processes.stream().map(Incarnation::node).toList();
  }

  static List<Incarnation> with(List<Incarnation> processes, Incarnation newcomer) {
    List<Incarnation> more = new ArrayList<>(processes);
    more.add(newcomer);
    return more;
  }

  static List<Incarnation> without(List<Incarnation> processes, NodeName gone) {
    return processes.stream().filter(process -> !process.node().equals(gone)).toList();
  }
}
