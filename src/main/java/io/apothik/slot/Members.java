package io.apothik.slot;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The processes that choose what follows a table, in their order. Immutable; tables that have the
 * same members share it, as one is made for each table on each node, and asked with each message.
 */
final class Members {
  static final Members NOBODY = new Members(List.of());

  private final List<Incarnation> inOrder;
  private final Set<Incarnation> processes;
  private final Set<NodeName> nodes;

  private Members(Collection<Incarnation> processes) {
    this.inOrder = List.copyOf(processes);
    this.processes = new HashSet<>(inOrder);
    this.nodes = inOrder.stream().map(Incarnation::node).collect(Collectors.toSet());
  }

  static Members of(Collection<Incarnation> processes) {
    return new Members(processes);
  }

  /** The given processes; this very object if it has them in that order. */
  Members changedTo(Collection<Incarnation> next) {
    return inOrder.equals(List.copyOf(next)) ? this : new Members(next);
  }

  List<Incarnation> inOrder() {
    return inOrder;
  }

  boolean has(Incarnation process) {
    return processes.contains(process);
  }

  boolean has(NodeName node) {
    return nodes.contains(node);
  }
}
