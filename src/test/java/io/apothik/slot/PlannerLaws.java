package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What holds for every table that a {@link Planner} made, and ways to go on to the next. */
public final class PlannerLaws {
  private static final int ROUNDS_MAX = 10;

  private PlannerLaws() {}

  /** These nodes and no others serve, and no two of them differ by more than one slot. */
  public static void assertBalanced(SlotTable table, Collection<NodeName> nodes) {
    assertEven(table, nodes, SlotOwners::primary);
  }

  /** The table is balanced once everything that is moving has arrived. */
  public static void assertWillBeBalanced(SlotTable table, Collection<NodeName> nodes) {
    assertEven(table, nodes, SlotOwners::destination);
  }

  /** Nothing is moving. */
  public static void assertSettled(SlotTable table) {
    assertThat(table.moving()).as("slots that are moving in %s", table).isZero();
  }

  /** The one table may follow the other, given what the planner was told. */
  public static void assertFollows(
      SlotTable before,
      SlotTable after,
      Collection<NodeName> live,
      Set<NodeName> leaving,
      Collection<HandedOver> handedOver) {
    if (after.equals(before)) {
      return;
    }
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(after.sameOwners(before)).as("a new epoch brings new owners").isFalse();
    Set<NodeName> alive = Set.copyOf(live);
    assertThat(after.nodes()).as("nodes in %s", after).allMatch(alive::contains);
    assertWillBeBalanced(after, staying(live, leaving));
    assertOrigins(before, after, alive, handedOver);
    for (int slot = 0; slot < before.slotCount(); slot++) {
      NodeName primary = before.owners(slot).primary();
      NodeName next = after.owners(slot).primary();
      if (!next.equals(primary)
          && alive.contains(primary)
          && !isHandedOver(before, slot, next, handedOver)) {
        fail(
            "slot %d went from %s to %s unannounced, epoch %d", slot, primary, next, after.epoch());
      }
    }
  }

  /** A slot's origin is the epoch in which it got a primary that took it over from nobody. */
  private static void assertOrigins(
      SlotTable before, SlotTable after, Set<NodeName> alive, Collection<HandedOver> handedOver) {
    for (int slot = 0; slot < after.slotCount(); slot++) {
      SlotOwners now = after.owners(slot);
      boolean goesOn =
          !before.isEmpty()
              && (alive.contains(before.owners(slot).primary())
                  || isHandedOver(before, slot, now.primary(), handedOver));
      long origin = goesOn ? before.owners(slot).origin() : after.epoch();
      if (now.origin() != origin) {
        fail("slot %d has origin %d instead of %d: %s", slot, now.origin(), origin, after);
      }
    }
  }

  /** Every slot that goes elsewhere now than before goes to that node. */
  public static void assertOnlyGoesTo(NodeName newcomer, SlotTable before, SlotTable after) {
    assertThat(changed(before, after, SlotOwners::destination))
        .allMatch(slot -> after.owners(slot).destination().equals(newcomer));
  }

  /** The slots of which the given view differs between the two tables. */
  public static List<Integer> changed(
      SlotTable before, SlotTable after, Function<SlotOwners, ?> view) {
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < before.slotCount(); slot++) {
      if (!view.apply(before.owners(slot)).equals(view.apply(after.owners(slot)))) {
        slots.add(slot);
      }
    }
    return slots;
  }

  /** The nodes that are to hold something: those that do not leave, or all if all of them do. */
  public static List<NodeName> staying(Collection<NodeName> live, Set<NodeName> leaving) {
    List<NodeName> staying = live.stream().filter(node -> !leaving.contains(node)).toList();
    return staying.isEmpty() ? List.copyOf(live) : staying;
  }

  /** What the primaries of all moving slots would say when they had handed everything over. */
  public static List<HandedOver> everythingHandedOver(SlotTable table) {
    Map<SlotOwners, SlotSet.Builder> moves = new HashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      if (owners.learner().isPresent()) {
        moves.computeIfAbsent(owners, same -> new SlotSet.Builder()).add(slot);
      }
    }
    List<HandedOver> done = new ArrayList<>();
    moves.forEach(
        (owners, slots) ->
            done.add(
                new HandedOver(
                    table.epoch(), owners.primary(), owners.destination(), slots.build())));
    return done;
  }

  /** Plans and hands over, checking every step, until nothing changes any more. */
  public static SlotTable settle(
      Planner planner, SlotTable table, List<NodeName> live, Set<NodeName> leaving) {
    SlotTable current = table;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      List<HandedOver> done = everythingHandedOver(current);
      SlotTable next = planner.plan(current, live, leaving, done);
      assertFollows(current, next, live, leaving, done);
      if (next.equals(current)) {
        return current;
      }
      current = next;
    }
    return fail("not settled after %d rounds: %s", ROUNDS_MAX, current);
  }

  private static void assertEven(
      SlotTable table, Collection<NodeName> nodes, Function<SlotOwners, NodeName> holder) {
    Map<NodeName, Integer> held = slotsBy(holder, table);
    assertThat(held.keySet()).as("nodes in %s", table).allMatch(Set.copyOf(nodes)::contains);
    int share = table.slotCount() / nodes.size();
    int most = share + (table.slotCount() % nodes.size() == 0 ? 0 : 1);
    for (NodeName node : nodes) {
      assertThat(held.getOrDefault(node, 0))
          .as("slots of %s in %s", node, table)
          .isBetween(share, most);
    }
  }

  /** Counts by instance first, of which a planner makes few: that is much faster. */
  private static Map<NodeName, Integer> slotsBy(
      Function<SlotOwners, NodeName> holder, SlotTable table) {
    IdentityHashMap<SlotOwners, Integer> alike = new IdentityHashMap<>();
    table.allOwners().forEach(owners -> alike.merge(owners, 1, Integer::sum));
    Map<NodeName, Integer> held = new HashMap<>();
    alike.forEach((owners, count) -> held.merge(holder.apply(owners), count, Integer::sum));
    return held;
  }

  private static boolean isHandedOver(
      SlotTable before, int slot, NodeName to, Collection<HandedOver> handedOver) {
    return handedOver.stream()
        .anyMatch(
            done ->
                done.epoch() == before.epoch()
                    && done.to().equals(to)
                    && done.slots().contains(slot)
                    && before.owners(slot).isMoving(done.from(), to));
  }
}
