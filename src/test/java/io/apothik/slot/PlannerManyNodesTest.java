package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.assertSeparated;
import static io.apothik.slot.PlannerLaws.newCopies;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Beside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The planner's laws where nodes hold few slots each, on one host and on many. */
@Beside
class PlannerManyNodesTest {
  private static final Map<Size, SlotTable> SETTLED_TABLES = new HashMap<>();

  /** So many nodes, on hosts with so many each. */
  record Size(int nodes, int nodesPerHost, int backups) {
    Planner planner() {
      return new Planner(Placement.Slots.COUNT, backups);
    }

    List<Incarnation> live() {
      return Fleet.onHosts(nodes / nodesPerHost, nodesPerHost);
    }

    /** The same, and so many more, each on a host of its own. */
    List<Incarnation> with(int newcomers) {
      List<Incarnation> more = new ArrayList<>(live());
      for (int i = 1; i <= newcomers; i++) {
        more.add(Fleet.process(nodes + i, "new" + i));
      }
      return more;
    }

    NodeName middle() {
      return live().get(nodes / 2).node();
    }

    List<Incarnation> rest() {
      return Fleet.without(live(), middle());
    }

    SlotTable settled() {
      return SETTLED_TABLES.computeIfAbsent(
          this, size -> settle(planner(), SlotTable.NONE, live(), Set.of()));
    }

    int copies() {
      return Placement.Slots.COUNT * (backups + 1);
    }
  }

  static Stream<Size> sizes() {
    return Stream.of(new Size(300, 4, 3), new Size(1_000, 5, 2));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void founded_itIsBalanced_onDifferentHosts_andAFixedPoint(Size size) {
    SlotTable table = size.settled();

    assertBalanced(table, Fleet.names(size.live()), size.backups());
    if (size.nodesPerHost() < size.nodes()) {
      assertSeparated(table);
    }
    assertThat(size.planner().plan(table, Situation.of(size.live()))).isSameAs(table);
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeJoins_onlyItGetsCopies_andNoMoreThanItsShare(Size size) {
    // given
    SlotTable before = size.settled();
    List<Incarnation> live = size.with(1);

    // when
    SlotTable joining = size.planner().plan(before, Situation.of(live));
    SlotTable after = settle(size.planner(), joining, live, Set.of());

    // then
    int share = size.copies() / live.size();
    assertFollows(before, joining, Situation.of(live));
    assertThat(newCopies(before, joining)).isBetween(share, share + 1);
    assertThat(newCopies(joining, after)).isZero();
    assertBalanced(after, Fleet.names(live), size.backups());
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void aTenthMoreJoins_onlyTheNewcomersGetCopies(Size size) {
    // given
    SlotTable before = size.settled();
    int newcomers = size.nodes() / 10;
    List<Incarnation> live = size.with(newcomers);

    // when
    SlotTable after = settle(size.planner(), before, live, Set.of());

    // then
    assertBalanced(after, Fleet.names(live), size.backups());
    assertThat(newCopies(before, after))
        .isLessThanOrEqualTo(newcomers * (size.copies() / live.size() + 1));
    if (size.nodesPerHost() < size.nodes()) {
      assertSeparated(after);
    }
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeLeaves_onlyWhatItHeldIsReplaced(Size size) {
    // given
    SlotTable before = size.settled();

    // when
    SlotTable after = settle(size.planner(), before, size.live(), Set.of(size.middle()));

    // then
    assertBalanced(after, Fleet.names(size.rest()), size.backups());
    assertThat(newCopies(before, after)).isEqualTo(held(before, size.middle()));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeDies_onlyWhatItHeldIsReplaced(Size size) {
    // given
    SlotTable before = size.settled();

    // when
    SlotTable after = settle(size.planner(), before, size.rest(), Set.of());

    // then
    assertBalanced(after, Fleet.names(size.rest()), size.backups());
    assertThat(newCopies(before, after)).isEqualTo(held(before, size.middle()));
  }

  @ParameterizedTest
  @MethodSource("sizes")
  void oneNodeIsRestarted_itGetsBackAsMuchAsItHeld(Size size) {
    // given
    SlotTable before = size.settled();
    List<Incarnation> live = new ArrayList<>(size.live());
    live.replaceAll(
        process ->
            process.node().equals(size.middle())
                ? new Incarnation(size.middle(), "again")
                : process);

    // when
    SlotTable after = settle(size.planner(), before, live, Set.of());

    // then
    assertBalanced(after, Fleet.names(live), size.backups());
    assertThat(newCopies(before, after)).isEqualTo(held(before, size.middle()));
  }

  private static int held(SlotTable table, NodeName node) {
    return table.slotsWhere(owners -> owners.copyOf(node).isPresent()).size();
  }
}
