package io.apothik.slot;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way to a planned table, in steps. Where a slot passes from one living primary to another,
 * nobody serves it until the other knows the table, the one has stopped, and the backups have said
 * what they have. That takes the longer the more slots pass at once; so a few pass with each table,
 * and the others stay as they are. Everything else is in the first step.
 */
public final class Handover {
  private final SlotTable goal;
  private final Set<Incarnation> living;
  private final Set<NodeName> silent;
  private final int slotsMax;

  /**
   * The way to a table.
   *
   * @param goal planned for the table from which the first step goes
   * @param situation for which it was planned, and that holds until it is reached
   * @param slotsMax how many slots may pass with one table, at least 1
   */
  public Handover(SlotTable goal, Situation situation, int slotsMax) {
    if (slotsMax < 1) {
      throw new IllegalArgumentException("%d slots may pass".formatted(slotsMax));
    }
    this.goal = goal;
    this.living = Set.copyOf(situation.live());
    this.silent =
        situation.suspicions().stream().map(Suspicion::silent).collect(Collectors.toSet());
    this.slotsMax = slotsMax;
  }

  /**
   * The table that should follow.
   *
   * @param table the one for which the goal was planned, or that of the last step
   * @return the given table itself if it has reached the goal
   */
  public SlotTable next(SlotTable table) {
    if (table.isEmpty()) {
      return goal;
    }
    Set<NodeName> there =
        table.members().stream()
            .filter(living::contains)
            .map(Incarnation::node)
            .filter(node -> !silent.contains(node))
            .collect(Collectors.toSet());
    long epoch = table.epoch() + 1;
    List<SlotOwners> owners = new ArrayList<>(table.allOwners());
    IdentityHashMap<SlotOwners, SlotOwners> stamped = new IdentityHashMap<>();
    int passed = 0;
    for (int slot : goal.slotsOtherThan(table).stream().toArray()) {
      SlotOwners planned = goal.owners(slot);
      SlotOwners before = table.owners(slot);
      if (!isReached(before, planned) && (!passes(before, planned, there) || passed++ < slotsMax)) {
        owners.set(slot, stamped.computeIfAbsent(planned, same -> at(epoch, same)));
      }
    }
    SlotTable next = SlotTable.of(epoch, table.lineage(), members(table), owners, goal.losses());
    return next.sameContent(table) ? table : next;
  }

  /** Whether the slot has the copies that were planned, be it since another table. */
  private static boolean isReached(SlotOwners owners, SlotOwners planned) {
    return owners.primary().equals(planned.primary())
        && owners.backups().equals(planned.backups())
        && owners.learners().equals(planned.learners());
  }

  /** Whether the slot gets another primary, and can stay as it is until then. */
  private static boolean passes(SlotOwners before, SlotOwners after, Set<NodeName> there) {
    return !before.primary().equals(after.primary())
        && before.copies().stream().allMatch(copy -> there.contains(copy.node()));
  }

  /** What was planned for the epoch of the goal, as it is if it comes to pass in another one. */
  private SlotOwners at(long epoch, SlotOwners planned) {
    return planned.term() == goal.epoch() && epoch != goal.epoch()
        ? new SlotOwners(planned.primary(), planned.backups(), planned.learners(), epoch)
        : planned;
  }

  /**
   * Those of the goal, and who still had something before this step: a node has a say in what
   * becomes of what it gives.
   */
  private List<Incarnation> members(SlotTable table) {
    Set<Incarnation> planned = new LinkedHashSet<>(goal.members());
    Set<Incarnation> givers = new HashSet<>(table.members());
    givers.removeAll(planned);
    givers.retainAll(living);
    if (!givers.isEmpty()) {
      Set<NodeName> holders = table.holders();
      givers.removeIf(member -> !holders.contains(member.node()));
    }
    List<Incarnation> members = new ArrayList<>();
    for (Incarnation member : table.members()) {
      if (planned.remove(member) || givers.contains(member)) {
        members.add(member);
      }
    }
    members.addAll(planned);
    return members;
  }
}
