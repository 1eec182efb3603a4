package io.apothik.slot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is left of a table: the copies that live, with learners that are complete now in sync. */
final class Survivors {
  /**
   * What is left of one slot.
   *
   * @param inSync the copies in sync, the primary first if it lives; none if the slot is lost, or
   *     never was
   * @param hasPrimary whether the primary lives
   * @param learners none if nothing is in sync: what they got must not outlive what they missed
   * @param term the epoch in which the primary became primary
   */
  record Remnant(List<Copy> inSync, boolean hasPrimary, List<Copy> learners, long term) {
    static final Remnant NOTHING = new Remnant(List.of(), false, List.of(), 0);

    boolean isNothing() {
      return inSync.isEmpty();
    }
  }

  private record Edge(NodeName from, NodeName to) {}

  private final SlotTable table;
  private final Set<NodeName> alive = new HashSet<>();
  private final Set<Edge> silences = new HashSet<>();
  private final Map<Edge, List<SyncReport>> reports = new HashMap<>();
  private final IdentityHashMap<SlotOwners, Map<List<Copy>, Remnant>> known =
      new IdentityHashMap<>();

  Survivors(SlotTable table, Situation situation) {
    this.table = table;
    Set<Incarnation> members = Set.copyOf(table.members());
    situation.live().stream()
        .filter(members::contains)
        .forEach(process -> alive.add(process.node()));
    situation.suspicions().stream()
        .filter(word -> word.epoch() == table.epoch())
        .forEach(word -> silences.add(new Edge(word.from(), word.silent())));
    situation
        .complete()
        .forEach(
            word ->
                reports
                    .computeIfAbsent(new Edge(word.from(), word.learner()), e -> new ArrayList<>())
                    .add(word));
  }

  /** What is left of each slot; slots of which the same is left share it. */
  List<Remnant> remnants() {
    List<Remnant> remnants = new ArrayList<>(table.slotCount());
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      remnants.add(
          known
              .computeIfAbsent(owners, same -> new HashMap<>())
              .computeIfAbsent(complete(slot), learners -> remnant(owners, learners)));
    }
    return remnants;
  }

  private Remnant remnant(SlotOwners owners, List<Copy> complete) {
    List<Copy> inSync =
        Stream.concat(owners.inSync().stream(), complete.stream())
            .filter(copy -> survives(owners, copy))
            .toList();
    if (inSync.isEmpty()) {
      return Remnant.NOTHING;
    }
    List<Copy> learners =
        owners.learners().stream()
            .filter(copy -> survives(owners, copy) && !complete.contains(copy))
            .toList();
    boolean hasPrimary = inSync.get(0).equals(owners.primary());
    return new Remnant(inSync, hasPrimary, learners, owners.term());
  }

  private List<Copy> complete(int slot) {
    SlotOwners owners = table.owners(slot);
    return owners.learners().isEmpty() || reports.isEmpty()
        ? List.of()
        : owners.learners().stream().filter(copy -> isComplete(slot, owners, copy)).toList();
  }

  private boolean isComplete(int slot, SlotOwners owners, Copy learner) {
    return reports
        .getOrDefault(new Edge(owners.primary().node(), learner.node()), List.of())
        .stream()
        .anyMatch(report -> report.concerns(slot, owners, learner));
  }

  /**
   * A suspicion counts while the primary that has it lives. When the primary died, whoever it
   * waited for in vain has everything that it acknowledged, and may be the last to have it.
   */
  private boolean survives(SlotOwners owners, Copy copy) {
    NodeName primary = owners.primary().node();
    boolean dropped =
        !copy.equals(owners.primary())
            && alive.contains(primary)
            && silences.contains(new Edge(primary, copy.node()));
    return alive.contains(copy.node()) && !dropped;
  }
}
