package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What holds for every table that a {@link Planner} made, and ways to go on to the next. */
@SuppressWarnings("ReferenceEquality") // No change is the same instance.
public final class PlannerLaws {
  private static final int ROUNDS_MAX = 10;

  private PlannerLaws() {}

  /**
   * The one table may follow the other, given what the planner was told: what is in sync was so or
   * was reported, primaries change only to copies in sync, nothing is given up before it is
   * replaced, and the members are those who are there.
   */
  public static void assertFollows(SlotTable before, SlotTable after, Situation situation) {
    if (after == before) {
      return;
    }
    assertThat(after.sameContent(before)).as("a new epoch brings something new").isFalse();
    assertThat(after.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(after.lineage()).isEqualTo(before.lineage());
    assertMembers(before, after, situation);
    SlotLaws laws = new SlotLaws(before, after, situation);
    int lost = 0;
    for (int slot = 0; slot < after.slotCount(); slot++) {
      lost += laws.check(slot) ? 1 : 0;
    }
    assertLosses(before, after, lost);
  }

  private static void assertMembers(SlotTable before, SlotTable after, Situation situation) {
    Set<NodeName> holders = holders(after);
    List<NodeName> staying = staying(situation.live(), situation.leaving());
    List<Incarnation> there =
        situation.live().stream()
            .filter(process -> staying.contains(process.node()) || holders.contains(process.node()))
            .toList();
    List<Incarnation> expected = new ArrayList<>(before.members());
    expected.retainAll(there);
    there.stream().filter(process -> !before.isMember(process)).forEach(expected::add);
    assertThat(after.members()).as("members of %s", after).isEqualTo(expected);
    assertThat(after.nodes()).as("members of %s", after).containsAll(holders);
  }

  private static void assertLosses(SlotTable before, SlotTable after, int lost) {
    List<Loss> losses = new ArrayList<>(before.losses());
    if (lost > 0) {
      losses.add(new Loss(after.epoch(), lost));
    }
    int remembered = Math.min(losses.size(), Planner.LOSSES_MAX);
    assertThat(after.losses())
        .as("losses in %s", after)
        .isEqualTo(losses.subList(losses.size() - remembered, losses.size()));
  }

  /** Nothing is on its way, and primaries and backups are evenly spread over these nodes. */
  public static void assertBalanced(SlotTable table, Collection<NodeName> nodes, int backups) {
    assertSettled(table);
    int wanted = Math.min(backups, nodes.size() - 1);
    assertThat(Set.copyOf(table.allOwners()))
        .as("owners in %s", table)
        .allMatch(owners -> owners.backups().size() == wanted);
    assertEven(table, nodes, primariesBy(table), 1);
    assertEven(table, nodes, backupsBy(table), wanted);
  }

  /** The table is balanced once everything that is on its way has arrived. */
  public static void assertWillBeBalanced(
      Planner planner, SlotTable table, Situation situation, int backups) {
    List<NodeName> staying = staying(situation.live(), situation.leaving());
    SlotTable settled = settle(planner, table, situation.live(), situation.leaving());
    assertBalanced(settled, staying, backups);
  }

  /** Nothing is on its way. */
  public static void assertSettled(SlotTable table) {
    assertThat(table.moving()).as("slots with a learner in %s", table).isZero();
  }

  /**
   * Every node backs every other equally often, within a quarter or eight slots, whichever is more.
   * This is for nodes on one host, or each on its own.
   */
  public static void assertSpread(SlotTable table, Collection<NodeName> nodes, int backups) {
    int wanted = Math.min(backups, nodes.size() - 1);
    double fair = (double) table.slotCount() * wanted / nodes.size() / (nodes.size() - 1);
    double tolerance = Math.max(8, fair / 4);
    Map<List<NodeName>, Integer> pairs = pairs(table);
    for (NodeName primary : nodes) {
      for (NodeName backup : nodes) {
        if (!primary.equals(backup)) {
          assertThat((double) pairs.getOrDefault(List.of(primary, backup), 0))
              .as("slots of %s that %s backs in %s", primary, backup, table)
              .isBetween(fair - tolerance, fair + tolerance);
        }
      }
    }
  }

  /** No two copies of any slot are on one host. */
  public static void assertSeparated(SlotTable table) {
    assertThat(Set.copyOf(table.allOwners()))
        .as("owners in %s", table)
        .allMatch(
            owners ->
                owners.copies().stream().map(copy -> copy.node().host()).distinct().count()
                    == owners.copies().size());
  }

  /** The nodes that are to hold something: those that do not leave, or all if all of them do. */
  public static List<NodeName> staying(Collection<Incarnation> live, Set<NodeName> leaving) {
    List<NodeName> all = live.stream().map(Incarnation::node).toList();
    List<NodeName> staying = all.stream().filter(node -> !leaving.contains(node)).toList();
    return staying.isEmpty() ? all : staying;
  }

  /** What the primaries would say if all learners were complete. */
  public static List<SyncReport> everythingComplete(SlotTable table) {
    Map<List<NodeName>, SlotSet.Builder> edges = new LinkedHashMap<>();
    for (int slot = 0; slot < table.slotCount(); slot++) {
      SlotOwners owners = table.owners(slot);
      for (Copy learner : owners.learners()) {
        List<NodeName> edge = List.of(owners.primary().node(), learner.node());
        edges.computeIfAbsent(edge, same -> new SlotSet.Builder()).add(slot);
      }
    }
    List<SyncReport> reports = new ArrayList<>();
    edges.forEach(
        (edge, slots) ->
            reports.add(new SyncReport(table.epoch(), edge.get(0), edge.get(1), slots.build())));
    return reports;
  }

  /** Plans and reports everything complete, checking every step, until nothing changes any more. */
  public static SlotTable settle(
      Planner planner, SlotTable table, List<Incarnation> live, Set<NodeName> leaving) {
    SlotTable current = table;
    for (int round = 0; round < ROUNDS_MAX; round++) {
      Situation situation =
          Situation.of(live).withLeaving(leaving).withComplete(everythingComplete(current));
      SlotTable next = planner.plan(current, situation);
      assertFollows(current, next, situation);
      if (next == current) {
        return current;
      }
      current = next;
    }
    return fail("not settled after %d rounds: %s", ROUNDS_MAX, current);
  }

  /**
   * Whatever was on its way has not been sent elsewhere, but for a few copies: a choice that is
   * made again amid many joins and leaves comes out otherwise once in ten thousand times.
   */
  public static void assertDestinationsStay(SlotTable before, SlotTable after) {
    assertThat(newCopies(before, after))
        .as("copies that nobody needed before, in %s", after)
        .isLessThanOrEqualTo(few(after));
  }

  /** The owners of no more than a few slots differ. */
  public static void assertHardlyChanged(SlotTable before, SlotTable after) {
    int changed = 0;
    for (int slot = 0; slot < after.slotCount(); slot++) {
      changed += after.owners(slot).equals(before.owners(slot)) ? 0 : 1;
    }
    assertThat(changed).as("slots that changed without need").isLessThanOrEqualTo(few(after));
  }

  private static int few(SlotTable table) {
    return 3 + table.slotCount() / 100;
  }

  /** How many copies the one table has that the other had not. */
  public static int newCopies(SlotTable before, SlotTable after) {
    int created = 0;
    for (int slot = 0; slot < after.slotCount(); slot++) {
      if (after.owners(slot) != before.owners(slot)) {
        List<Copy> old = before.owners(slot).copies();
        created +=
            (int) after.owners(slot).copies().stream().filter(copy -> !old.contains(copy)).count();
      }
    }
    return created;
  }

  /** How many slots each node is primary of. */
  public static Map<NodeName, Integer> primariesBy(SlotTable table) {
    return countBy(table, owners -> Stream.of(owners.primary().node()));
  }

  /** How many slots each node is a backup of. */
  public static Map<NodeName, Integer> backupsBy(SlotTable table) {
    return countBy(table, owners -> owners.backups().stream().map(Copy::node));
  }

  /** How many slots each primary and backup have in common. */
  public static Map<List<NodeName>, Integer> pairs(SlotTable table) {
    return countBy(
        table,
        owners ->
            owners.backups().stream().map(copy -> List.of(owners.primary().node(), copy.node())));
  }

  private static Set<NodeName> holders(SlotTable table) {
    Set<NodeName> holders = new HashSet<>();
    Set.copyOf(table.allOwners())
        .forEach(owners -> owners.copies().forEach(copy -> holders.add(copy.node())));
    return holders;
  }

  private static void assertEven(
      SlotTable table, Collection<NodeName> nodes, Map<NodeName, Integer> held, int each) {
    assertThat(held.keySet()).as("nodes in %s", table).allMatch(Set.copyOf(nodes)::contains);
    int total = table.slotCount() * each;
    int share = total / nodes.size();
    int most = share + (total % nodes.size() == 0 ? 0 : 1);
    for (NodeName node : nodes) {
      assertThat(held.getOrDefault(node, 0))
          .as("slots of %s in %s", node, table)
          .isBetween(share, most);
    }
  }

  private static <T> Map<T, Integer> countBy(
      SlotTable table, Function<SlotOwners, Stream<T>> keys) {
    Map<T, Integer> counts = new HashMap<>();
    table
        .allOwners()
        .forEach(owners -> keys.apply(owners).forEach(key -> counts.merge(key, 1, Integer::sum)));
    return counts;
  }
}
