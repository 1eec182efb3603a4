package io.apothik.slot;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a {@link Planner} is told besides the current table.
 *
 * @param live the processes of the cache nodes that are there, one a node, in any fixed order; it
 *     decides between equals
 * @param leaving the nodes that are to hold nothing any more
 * @param complete what primaries said about learners; words of other epochs are passed over
 * @param suspicions what primaries said about silent nodes; words of other epochs are passed over
 */
public record Situation(
    List<Incarnation> live,
    Set<NodeName> leaving,
    Collection<SyncReport> complete,
    Collection<Suspicion> suspicions) {

  /** Copies. */
  public Situation {
    live = List.copyOf(live);
    leaving = Set.copyOf(leaving);
    complete = List.copyOf(complete);
    suspicions = List.copyOf(suspicions);
  }

  /** These processes are there, and that is all that is known. */
  public static Situation of(List<Incarnation> live) {
    return new Situation(live, Set.of(), List.of(), List.of());
  }

  /** The same, while these nodes are to leave. */
  public Situation withLeaving(Set<NodeName> nodes) {
    return new Situation(live, nodes, complete, suspicions);
  }

  /** The same, with these words about learners. */
  public Situation withComplete(Collection<SyncReport> reports) {
    return new Situation(live, leaving, reports, suspicions);
  }

  /** The same, with these words about silent nodes. */
  public Situation withSuspicions(Collection<Suspicion> words) {
    return new Situation(live, leaving, complete, words);
  }

  /** The nodes that are to hold something: those that do not leave, or all if all of them do. */
  public List<NodeName> staying() {
    List<NodeName> all = live.stream().map(Incarnation::node).toList();
    List<NodeName> staying = all.stream().filter(node -> !leaving.contains(node)).toList();
    return staying.isEmpty() ? all : staying;
  }
}
