package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.assertOnlyGoesTo;
import static io.apothik.slot.PlannerLaws.assertSettled;
import static io.apothik.slot.PlannerLaws.changed;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planner's laws, one change at a time, over a matrix of sizes. */
class PlannerTest {
  private static final int SLOTS = Placement.Slots.COUNT;
  private static final Planner PLANNER = new Planner(SLOTS);
  private static final Map<List<NodeName>, SlotTable> FIRST_TABLES = new HashMap<>();
  private static final Map<Integer, SlotTable> JOINED_TABLES = new HashMap<>();
  private static final Map<Integer, SlotTable> LEAVING_TABLES = new HashMap<>();

  static IntStream sizes() {
    return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(100, 300));
  }

  static IntStream sizesFromTwo() {
    return sizes().filter(size -> size > 1);
  }

  /** Fewer of them, for what takes several tables. */
  static IntStream someSizes() {
    return IntStream.of(1, 2, 3, 4, 5, 6, 10, 17, 40, 100, 300);
  }

  static IntStream someSizesFromTwo() {
    return someSizes().filter(size -> size > 1);
  }

  @Test
  void noNodes_keepTheTable() {
    SlotTable table = first(nodes(3));

    assertThat(PLANNER.plan(table, List.of(), Set.of(), List.of())).isSameAs(table);
    assertThat(PLANNER.plan(SlotTable.NONE, List.of(), Set.of(), List.of()))
        .isSameAs(SlotTable.NONE);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void theFirstTable_isBalancedAtOnce(int size) {
    SlotTable table = first(nodes(size));

    assertThat(table.epoch()).isEqualTo(1);
    assertThat(table.slotCount()).isEqualTo(SLOTS);
    assertSettled(table);
    assertBalanced(table, nodes(size));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aBalancedTable_isAFixedPoint(int size) {
    SlotTable table = first(nodes(size));

    assertThat(PLANNER.plan(table, nodes(size), Set.of(), List.of())).isSameAs(table);
  }

  @ParameterizedTest
  @MethodSource("someSizes")
  void aTableInWhichSlotsMove_isAFixedPointUntilTheyAreHandedOver(int size) {
    List<NodeName> live = nodes(size + 1);
    SlotTable moving = joined(size);

    assertThat(PLANNER.plan(moving, live, Set.of(), List.of())).isSameAs(moving);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aJoin_movesOneShareToTheNewcomerAlone(int size) {
    NodeName newcomer = node(size + 1);
    SlotTable before = first(nodes(size));

    SlotTable after = joined(size);

    assertThat(changed(before, after, SlotOwners::primary)).isEmpty();
    assertOnlyGoesTo(newcomer, before, after);
    assertThat(after.moving()).isBetween(1, share(size + 1));
  }

  @ParameterizedTest
  @MethodSource("someSizes")
  void aJoin_onceHandedOver_isBalanced(int size) {
    List<NodeName> live = nodes(size + 1);

    SlotTable settled = settle(PLANNER, joined(size), live, Set.of());

    assertSettled(settled);
    assertBalanced(settled, live);
    assertThat(settled.epoch()).isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("sizesFromTwo")
  void aDeath_movesTheSlotsOfTheDeadAtOnceAndNothingElse(int size) {
    NodeName dead = leaver(size);
    SlotTable before = first(nodes(size));

    SlotTable after = plan(before, without(nodes(size), dead), Set.of());

    assertSettled(after);
    assertBalanced(after, without(nodes(size), dead));
    assertThat(changed(before, after, SlotOwners::primary))
        .allMatch(slot -> before.owners(slot).primary().equals(dead));
  }

  @ParameterizedTest
  @MethodSource("sizesFromTwo")
  void aLeavingNode_getsLearnersForAllItsSlotsAndNoOthersMove(int size) {
    NodeName leaver = leaver(size);
    SlotTable before = first(nodes(size));

    SlotTable after = leaving(size);

    assertThat(changed(before, after, SlotOwners::primary)).isEmpty();
    assertThat(after.slotsWhere(owners -> owners.learner().isPresent()))
        .isEqualTo(before.slotsWhere(owners -> owners.primary().equals(leaver)));
  }

  @ParameterizedTest
  @MethodSource("someSizesFromTwo")
  void aLeavingNode_onceItHandedOver_holdsNothing(int size) {
    NodeName leaver = leaver(size);

    SlotTable settled = settle(PLANNER, leaving(size), nodes(size), Set.of(leaver));

    assertBalanced(settled, without(nodes(size), leaver));
    assertThat(settled.nodes()).doesNotContain(leaver);
    assertThat(PLANNER.plan(settled, without(nodes(size), leaver), Set.of(), List.of()))
        .isSameAs(settled);
  }

  @ParameterizedTest
  @MethodSource("someSizes")
  void nodesThatJoinTogether_shareOnlyWhatTheOthersGiveUp(int size) {
    List<NodeName> live = nodes(size + 3);
    Set<NodeName> old = Set.copyOf(nodes(size));
    SlotTable before = first(nodes(size));

    SlotTable after = plan(before, live, Set.of());

    assertThat(changed(before, after, SlotOwners::destination))
        .hasSizeLessThanOrEqualTo(3 * share(size + 3))
        .allMatch(slot -> !old.contains(after.owners(slot).destination()));
  }

  @Test
  void moreNodesThanSlots_haveOneSlotEachOrNone() {
    List<NodeName> live = nodes(5);

    SlotTable table = new Planner(3).plan(SlotTable.NONE, live, Set.of(), List.of());

    assertBalanced(table, live);
    assertThat(table.nodes()).hasSize(3);
  }

  private static SlotTable plan(SlotTable table, List<NodeName> live, Set<NodeName> leaving) {
    SlotTable next = PLANNER.plan(table, live, leaving, List.of());
    assertFollows(table, next, live, leaving, List.of());
    return next;
  }

  private static SlotTable first(List<NodeName> nodes) {
    return FIRST_TABLES.computeIfAbsent(nodes, all -> plan(SlotTable.NONE, all, Set.of()));
  }

  /** The table after one more node than the given number of them joined. */
  private static SlotTable joined(int size) {
    return JOINED_TABLES.computeIfAbsent(
        size, old -> plan(first(nodes(old)), nodes(old + 1), Set.of()));
  }

  /** The table after one of the given number of nodes was asked to leave. */
  private static SlotTable leaving(int size) {
    return LEAVING_TABLES.computeIfAbsent(
        size, all -> plan(first(nodes(all)), nodes(all), Set.of(leaver(all))));
  }

  /** The node that leaves, or dies: one in the middle. */
  private static NodeName leaver(int size) {
    return node(size / 2 + 1);
  }

  private static int share(int nodes) {
    return (SLOTS + nodes - 1) / nodes;
  }

  private static NodeName node(int number) {
    return NodeName.numbered(number, "h");
  }

  private static List<NodeName> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(PlannerTest::node).toList();
  }

  private static List<NodeName> without(List<NodeName> nodes, NodeName gone) {
    List<NodeName> rest = new ArrayList<>(nodes);
    rest.remove(gone);
    return rest;
  }
}
