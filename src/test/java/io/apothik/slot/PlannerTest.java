package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.assertSettled;
import static io.apothik.slot.PlannerLaws.assertSpread;
import static io.apothik.slot.PlannerLaws.assertWillBeBalanced;
import static io.apothik.slot.PlannerLaws.newCopies;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planner's laws, one change at a time, over a matrix of sizes. */
@Execution(ExecutionMode.CONCURRENT)
class PlannerTest {
  private static final int SLOTS = Placement.Slots.COUNT;
  private static final Map<Size, SlotTable> SETTLED_TABLES = new HashMap<>();

  /** A cluster's size; of its nodes the one in the middle dies or leaves. */
  record Size(int slots, int nodes, int backups) {
    Planner planner() {
      return new Planner(slots, backups);
    }

    List<Incarnation> live() {
      return Fleet.of(nodes);
    }

    Incarnation newcomer() {
      return Fleet.process(nodes + 1);
    }

    NodeName leaver() {
      return Fleet.process(nodes / 2 + 1).node();
    }

    List<Incarnation> rest() {
      return Fleet.without(live(), leaver());
    }

    /** How many copies a slot has when there are so many nodes. */
    int width(int nodes) {
      return Math.min(backups, nodes - 1) + 1;
    }

    /** The founded table once everything is where it should be. */
    SlotTable settled() {
      return SETTLED_TABLES.computeIfAbsent(
          this, size -> settle(planner(), SlotTable.NONE, live(), Set.of()));
    }
  }

  static Stream<Size> sizes() {
    return IntStream.of(1, 7, 100, 1_000, SLOTS)
        .boxed()
        .flatMap(
            slots ->
                nodeCounts(slots)
                    .boxed()
                    .flatMap(
                        nodes ->
                            IntStream.rangeClosed(0, Planner.BACKUPS_MAX)
                                .mapToObj(backups -> new Size(slots, nodes, backups))));
  }

  /** Fewer of them with many slots, for those take their time. */
  private static IntStream nodeCounts(int slots) {
    return switch (slots) {
      case SLOTS -> IntStream.of(2, 5);
      case 1_000 -> IntStream.of(1, 2, 3, 4, 6, 9, 12);
      default -> IntStream.concat(IntStream.rangeClosed(1, 12), IntStream.of(40));
    };
  }

  static Stream<Size> sizesFromTwo() {
    return sizes().filter(size -> size.nodes() > 1);
  }

  /**
   * With fewer slots than nodes there may be no other way than to move a copy between old nodes.
   */
  static Stream<Size> sizesWithManySlots() {
    return sizes().filter(size -> size.slots() >= 100);
  }

  /** Those in which there is something to spread. */
  static Stream<Size> spreadSizes() {
    return Stream.concat(
            sizesFromTwo(),
            Stream.of(new Size(SLOTS, 10, 1), new Size(SLOTS, 10, 2), new Size(SLOTS, 40, 1)))
        .filter(size -> size.slots() == SLOTS && size.backups() > 0);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void noTable_isFoundedBalanced(Size size) {
    // given
    Situation situation = Situation.of(size.live());

    // when
    SlotTable table = size.planner().plan(SlotTable.NONE, situation);

    // then
    assertFollows(SlotTable.NONE, table, situation);
    assertThat(table.epoch()).isEqualTo(1);
    assertThat(table.losses()).isEmpty();
    assertWillBeBalanced(size.planner(), table, situation, size.backups());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void balancedTable_isAFixedPoint(Size size) {
    // given
    SlotTable table = size.settled();

    // when
    SlotTable next = size.planner().plan(table, Situation.of(size.live()));

    // then
    assertThat(next).isSameAs(table);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeJoins_onlyTheNewcomerGetsCopies_andNoMoreThanItsShare(Size size) {
    // given
    SlotTable before = size.settled();
    List<Incarnation> live = Fleet.with(size.live(), size.newcomer());

    // when
    SlotTable after = size.planner().plan(before, Situation.of(live));

    // then
    assertThat(after.allOwners())
        .allMatch(
            owners ->
                owners.learners().stream()
                    .allMatch(copy -> copy.node().equals(size.newcomer().node())));
    int copies = size.slots() * size.width(live.size());
    assertThat(newCopies(before, after))
        .isBetween(copies / live.size(), (copies + live.size() - 1) / live.size());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeJoins_theTableSettlesBalanced_withNothingElseMoved(Size size) {
    // given
    List<Incarnation> live = Fleet.with(size.live(), size.newcomer());
    SlotTable joining = size.planner().plan(size.settled(), Situation.of(live));

    // when
    SlotTable settled = settle(size.planner(), joining, live, Set.of());

    // then
    assertBalanced(settled, Fleet.names(live), size.backups());
    assertThat(newCopies(joining, settled)).isZero();
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void copiesOnTheirWay_planningAgainChangesNothing(Size size) {
    // given
    List<Incarnation> live = Fleet.with(size.live(), size.newcomer());
    SlotTable joining = size.planner().plan(size.settled(), Situation.of(live));

    // when
    SlotTable next = size.planner().plan(joining, Situation.of(live));

    // then
    assertThat(next).isSameAs(joining);
  }

  @ParameterizedTest
  @MethodSource("sizesFromTwo")
  void oneNodeDies_onlyWhatItHeldIsReplaced(Size size) {
    // given
    SlotTable before = size.settled();

    // when
    SlotTable after = settle(size.planner(), before, size.rest(), Set.of());

    // then
    assertBalanced(after, Fleet.names(size.rest()), size.backups());
    assertThat(newCopies(before, after)).isLessThanOrEqualTo(toReplace(size, before));
  }

  @ParameterizedTest
  @MethodSource("sizesFromTwo")
  void oneNodeLeaves_onlyWhatItHeldIsReplaced_andItIsNoMemberAnyMore(Size size) {
    // given
    SlotTable before = size.settled();

    // when
    SlotTable after = settle(size.planner(), before, size.live(), Set.of(size.leaver()));

    // then
    assertBalanced(after, Fleet.names(size.rest()), size.backups());
    assertThat(newCopies(before, after)).isLessThanOrEqualTo(toReplace(size, before));
    assertThat(after.nodes()).doesNotContain(size.leaver());
    assertThat(size.planner().plan(after, Situation.of(size.rest()))).isSameAs(after);
  }

  @ParameterizedTest
  @MethodSource("sizesFromTwo")
  void oneNodeIsToLeave_itServesUntilItsReplacementsAreThere(Size size) {
    // given
    SlotTable before = size.settled();
    Situation situation = Situation.of(size.live()).withLeaving(Set.of(size.leaver()));

    // when
    SlotTable after = size.planner().plan(before, situation);

    // then
    assertFollows(before, after, situation);
    assertThat(after.slotsWhere(owners -> !owners.learners().isEmpty()).stream())
        .allMatch(slot -> before.owners(slot).copyOf(size.leaver()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("sizesWithManySlots")
  void threeNodesJoinTogether_onlyTheyGetCopies(Size size) {
    // given
    SlotTable before = size.settled();
    Set<NodeName> old = Set.copyOf(Fleet.names(size.live()));
    List<Incarnation> live = Fleet.of(size.nodes() + 3);

    // when
    SlotTable after = settle(size.planner(), before, live, Set.of());

    // then
    assertBalanced(after, Fleet.names(live), size.backups());
    for (int slot = 0; slot < after.slotCount(); slot++) {
      List<Copy> then = before.owners(slot).copies();
      assertThat(after.owners(slot).copies())
          .allMatch(copy -> then.contains(copy) || !old.contains(copy.node()));
    }
  }

  @ParameterizedTest
  @MethodSource("spreadSizes")
  void founded_everyNodeBacksEveryOtherEquallyOften(Size size) {
    // given
    SlotTable table = size.settled();

    // then
    assertSpread(table, Fleet.names(size.live()), size.backups());
  }

  @ParameterizedTest
  @MethodSource("spreadSizes")
  void oneNodeJoins_everyNodeBacksEveryOtherEquallyOften(Size size) {
    // given
    List<Incarnation> live = Fleet.with(size.live(), size.newcomer());

    // when
    SlotTable table = settle(size.planner(), size.settled(), live, Set.of());

    // then
    assertSpread(table, Fleet.names(live), size.backups());
  }

  @ParameterizedTest
  @MethodSource("spreadSizes")
  void oneNodeDies_everyNodeBacksEveryOtherEquallyOften(Size size) {
    // when
    SlotTable table = settle(size.planner(), size.settled(), size.rest(), Set.of());

    // then
    if (size.rest().size() > 1) {
      assertSpread(table, Fleet.names(size.rest()), size.backups());
    }
  }

  @Test
  void nodesJoinOneByOneAndLeaveOneByOne_theLoadStaysSpread() {
    // given
    Planner planner = new Planner(SLOTS, 1);
    SlotTable table = SlotTable.NONE;

    for (int step = 1; step < 12; step++) {
      // when
      List<Incarnation> live = Fleet.of(step <= 6 ? step : 12 - step);
      table = settle(planner, table, live, Set.of());

      // then
      assertBalanced(table, Fleet.names(live), 1);
      if (live.size() > 1) {
        assertSpread(table, Fleet.names(live), 1);
      }
    }
  }

  @Test
  void nobodyIsThere_theTableStays() {
    // given
    SlotTable table = new Size(100, 3, 1).settled();

    // when
    SlotTable next = new Planner(100, 1).plan(table, Situation.of(List.of()));

    // then
    assertThat(next).isSameAs(table);
  }

  @Test
  void equalOwners_areOneInstance() {
    // given
    SlotTable table = new Size(SLOTS, 3, 1).settled();

    // then
    assertSettled(table);
    assertThat(table.allOwners().stream().map(System::identityHashCode).distinct().count())
        .isLessThanOrEqualTo(Set.copyOf(table.allOwners()).size());
  }

  @Test
  void aTableOfAnotherSize_isRefused() {
    // given
    SlotTable table = new Size(100, 3, 1).settled();

    // then
    assertThatThrownBy(() -> new Planner(99, 1).plan(table, Situation.of(Fleet.of(3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100");
  }

  @Test
  void sizesOutOfRange_areRefused() {
    assertThatThrownBy(() -> new Planner(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Planner(1, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Planner(1, 4)).isInstanceOf(IllegalArgumentException.class);
  }

  /** How many copies must be made anew when the leaver goes. */
  private static int toReplace(Size size, SlotTable table) {
    int narrower = size.width(size.nodes()) - size.width(size.nodes() - 1);
    int held = table.slotsWhere(owners -> owners.copyOf(size.leaver()).isPresent()).size();
    return narrower == 0 ? held : held - size.slots() * narrower;
  }
}
