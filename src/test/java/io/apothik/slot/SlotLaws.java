package io.apothik.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold for each slot when one table follows another. Written apart from the planner. */
final class SlotLaws {
  private final SlotTable before;
  private final SlotTable after;
  private final Situation situation;
  private final Set<NodeName> alive;
  private final Set<NodeName> staying;
  private final Map<Edge, List<SyncReport>> reports;

  private record Edge(NodeName primary, NodeName learner) {}

  SlotLaws(SlotTable before, SlotTable after, Situation situation) {
    this.before = before;
    this.after = after;
    this.situation = situation;
    this.alive =
        situation.live().stream()
            .filter(before::isMember)
            .map(Incarnation::node)
            .collect(Collectors.toSet());
    this.staying = Set.copyOf(PlannerLaws.staying(situation.live(), situation.leaving()));
    this.reports =
        situation.complete().stream()
            .collect(Collectors.groupingBy(report -> new Edge(report.from(), report.learner())));
  }

  /**
   * Checks one slot.
   *
   * @return whether it was lost
   */
  boolean check(int slot) {
    SlotOwners now = after.owners(slot);
    if (before.isEmpty()) {
      checkBegan(slot, now);
      check(now.learners().isEmpty(), slot, "a slot that begins with the cluster has no learner");
      return false;
    }
    SlotOwners then = before.owners(slot);
    if (now.equals(then) && isQuiet(then)) {
      return false;
    }
    List<Copy> mayBeInSync = inSync(slot, then);
    if (mayBeInSync.isEmpty()) {
      checkBegan(slot, now);
      check(now.backups().isEmpty(), slot, "a slot that begins anew has no backup");
      return true;
    }
    checkInSync(slot, then, now, mayBeInSync);
    checkLearners(slot, then, now);
    checkRedundancy(slot, then, now, mayBeInSync);
    return false;
  }

  /** A slot with nothing to learn and nobody dead keeps the laws if it stays as it is. */
  private boolean isQuiet(SlotOwners then) {
    return then.learners().isEmpty()
        && situation.suspicions().isEmpty()
        && then.copies().stream().allMatch(copy -> alive.contains(copy.node()));
  }

  /** The copies in sync that live, and those that were reported so. */
  private List<Copy> inSync(int slot, SlotOwners then) {
    List<Copy> inSync = new ArrayList<>(then.inSync());
    then.learners().stream().filter(copy -> isReported(slot, then, copy)).forEach(inSync::add);
    inSync.removeIf(copy -> !lives(then, copy));
    return inSync;
  }

  private boolean lives(SlotOwners then, Copy copy) {
    NodeName primary = then.primary().node();
    boolean dropped =
        alive.contains(primary)
            && !copy.node().equals(primary)
            && situation.suspicions().contains(new Suspicion(before.epoch(), primary, copy.node()));
    return alive.contains(copy.node()) && !dropped;
  }

  private boolean isReported(int slot, SlotOwners then, Copy learner) {
    return reports.getOrDefault(new Edge(then.primary().node(), learner.node()), List.of()).stream()
        .anyMatch(report -> report.concerns(slot, then, learner));
  }

  private void checkBegan(int slot, SlotOwners now) {
    long epoch = after.epoch();
    check(now.term() == epoch, slot, "a slot that begins has a new term");
    check(staying.contains(now.primary().node()), slot, "a slot begins on a node that stays");
    check(
        now.copies().stream().allMatch(copy -> copy.since() == epoch),
        slot,
        "a slot that begins has new copies");
  }

  private void checkInSync(int slot, SlotOwners then, SlotOwners now, List<Copy> mayBeInSync) {
    check(mayBeInSync.containsAll(now.inSync()), slot, "only what was or is reported is in sync");
    boolean samePrimary = now.primary().equals(then.primary());
    long term = samePrimary ? then.term() : after.epoch();
    check(now.term() == term, slot, "the term changes with the primary, and with nothing else");
  }

  private void checkLearners(int slot, SlotOwners then, SlotOwners now) {
    for (Copy learner : now.learners()) {
      boolean continued = then.learners().contains(learner) && lives(then, learner);
      check(continued || learner.since() == after.epoch(), slot, "a learner is old or new");
      check(staying.contains(learner.node()), slot, "who leaves learns nothing");
    }
  }

  private void checkRedundancy(int slot, SlotOwners then, SlotOwners now, List<Copy> mayBeInSync) {
    if (!now.inSync().containsAll(mayBeInSync)) {
      check(now.learners().isEmpty(), slot, "nothing goes while something is being replaced");
      check(
          now.copies().stream().allMatch(copy -> staying.contains(copy.node())),
          slot,
          "those that leave go with the others");
    }
    if (!now.learners().isEmpty() && mayBeInSync.contains(then.primary())) {
      check(now.primary().equals(then.primary()), slot, "who serves goes on until all are there");
    }
  }

  private void check(boolean holds, int slot, String law) {
    if (!holds) {
      throw new AssertionError(
          "%s: slot %d, epoch %d, %s became %s"
              .formatted(
                  law,
                  slot,
                  after.epoch(),
                  before.isEmpty() ? "nothing" : before.owners(slot),
                  after.owners(slot)));
    }
  }
}
