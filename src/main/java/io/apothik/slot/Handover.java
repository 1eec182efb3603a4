package io.apothik.slot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way to a planned table, in steps. Where a slot passes from one living primary to another,
 * nobody serves it until the other knows the table, the one has stopped, and the backups have said
 * what they have. That takes the longer the more slots pass at once; so a few pass with each table,
 * and the others stay as they are. Everything else is in the first step.
 */
public final class Handover {
  /** A process is slow at what it does first: who serves nothing yet gets so much less. */
  private static final int BEGINNERS_SHARE = 16;

  private final SlotTable goal;
  private final Set<Incarnation> living;
  private final Set<NodeName> silent;
  private final int slotsMax;
  private final int beginnersSlotsMax;

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
    this.beginnersSlotsMax = Math.max(1, slotsMax / BEGINNERS_SHARE);
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
    Turns turns = new Turns(table);
    long epoch = table.epoch() + 1;
    List<SlotOwners> owners = new ArrayList<>(table.allOwners());
    IdentityHashMap<SlotOwners, SlotOwners> stamped = new IdentityHashMap<>();
    int waiting = 0;
    for (int slot : goal.slotsOtherThan(table).stream().toArray()) {
      SlotOwners before = table.owners(slot);
      SlotOwners planned = goal.owners(slot);
      boolean isReached = isReached(before, planned);
      if (!isReached && turns.isDue(before, planned)) {
        owners.set(slot, stamped.computeIfAbsent(planned, same -> at(epoch, same)));
      } else if (!isReached && before.learners().isEmpty()) {
        waiting++;
      }
    }
    SlotTable next =
        table
            .next(members(table), owners, goal.losses())
            .withWaiting(waiting)
            .withTuning(goal.tuning().orElse(null));
    return next.sameContent(table) && waiting == table.waiting() ? table : next;
  }

  /** Which slots are due with the table after the given one. */
  private final class Turns {
    private final Set<NodeName> there = new HashSet<>();
    private final Map<NodeName, Integer> served;
    private final Map<NodeName, Integer> gained = new HashMap<>();
    private int passed;

    Turns(SlotTable table) {
      served = table.slotsServed();
      table.members().stream()
          .filter(living::contains)
          .map(Incarnation::node)
          .filter(node -> !silent.contains(node))
          .forEach(there::add);
    }

    boolean isDue(SlotOwners before, SlotOwners planned) {
      return !passes(before, planned) || mayPassTo(planned.primary().node());
    }

    /** Whether the slot gets another primary, and can stay as it is until then. */
    private boolean passes(SlotOwners before, SlotOwners planned) {
      return !before.primary().equals(planned.primary())
          && before.copies().stream().allMatch(copy -> there.contains(copy.node()));
    }

    private boolean mayPassTo(NodeName node) {
      int most = Math.max(beginnersSlotsMax, served.getOrDefault(node, 0));
      int before = gained.getOrDefault(node, 0);
      boolean may = passed < slotsMax && before < most;
      if (may) {
        passed++;
        gained.put(node, before + 1);
      }
      return may;
    }
  }

  /** Whether the slot has the copies that were planned, be it since another table. */
  private static boolean isReached(SlotOwners owners, SlotOwners planned) {
    return owners.primary().equals(planned.primary())
        && owners.backups().equals(planned.backups())
        && owners.learners().equals(planned.learners());
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
