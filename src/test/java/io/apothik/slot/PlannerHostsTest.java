package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertSeparated;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Beside;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies of one slot are on different hosts, as far as balance allows. */
@Beside
class PlannerHostsTest {
  /** So many nodes on each of so many hosts, and with how many slots and backups. */
  record Shape(int hosts, int nodesEach, int slots, int backups) {
    Planner planner() {
      return new Planner(slots, backups);
    }

    List<Incarnation> live() {
      return Fleet.onHosts(hosts, nodesEach);
    }

    SlotTable settled() {
      return settle(planner(), SlotTable.NONE, live(), Set.of());
    }
  }

  static Stream<Shape> shapes() {
    return IntStream.of(100, 1_000, Placement.Slots.COUNT)
        .boxed()
        .flatMap(
            slots ->
                Stream.of(
                    new Shape(2, 1, slots, 1),
                    new Shape(2, 2, slots, 1),
                    new Shape(2, 3, slots, 1),
                    new Shape(3, 1, slots, 1),
                    new Shape(3, 2, slots, 1),
                    new Shape(3, 3, slots, 1),
                    new Shape(3, 2, slots, 2)));
  }

  /**
   * Those in which no host has more than its part when one of its nodes more, or less, is there.
   */
  static Stream<Shape> roomyShapes() {
    return shapes().filter(shape -> shape.hosts() > shape.backups() + 1);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void founded_noTwoCopiesAreOnOneHost(Shape shape) {
    // when
    SlotTable table = shape.settled();

    // then
    assertSeparated(table);
    assertBalanced(table, Fleet.names(shape.live()), shape.backups());
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void aNodeOnANewHostJoins_noTwoCopiesAreOnOneHost(Shape shape) {
    // given
    List<Incarnation> live = Fleet.with(shape.live(), Fleet.process(99, "new"));

    // when
    SlotTable table = settle(shape.planner(), shape.settled(), live, Set.of());

    // then
    assertSeparated(table);
    assertBalanced(table, Fleet.names(live), shape.backups());
  }

  @ParameterizedTest
  @MethodSource("roomyShapes")
  void aNodeOnAnOldHostJoins_noTwoCopiesAreOnOneHost(Shape shape) {
    // given
    List<Incarnation> live = Fleet.with(shape.live(), Fleet.process(99, "h0"));

    // when
    SlotTable table = settle(shape.planner(), shape.settled(), live, Set.of());

    // then
    assertSeparated(table);
    assertBalanced(table, Fleet.names(live), shape.backups());
  }

  @ParameterizedTest
  @MethodSource("roomyShapes")
  void aNodeDies_noTwoCopiesAreOnOneHost(Shape shape) {
    // given
    List<Incarnation> live = Fleet.without(shape.live(), shape.live().get(0).node());

    // when
    SlotTable table = settle(shape.planner(), shape.settled(), live, Set.of());

    // then
    assertSeparated(table);
    assertBalanced(table, Fleet.names(live), shape.backups());
  }

  @Test
  void oneHostHasMostNodes_balanceComesFirst() {
    // given
    List<Incarnation> live = Fleet.with(Fleet.onHosts(1, 3), Fleet.process(99, "other"));

    // when
    SlotTable table = settle(new Planner(1_000, 1), SlotTable.NONE, live, Set.of());

    // then: whatever the lonely node holds is shared with another host
    assertBalanced(table, Fleet.names(live), 1);
    NodeName lonely = live.get(3).node();
    assertThat(table.slotsWhere(owners -> owners.copyOf(lonely).isPresent()).size()).isEqualTo(500);
  }

  @Test
  void aSecondHostComes_theNewcomerTakesWhatWasTwiceOnTheFirst() {
    // given
    Planner planner = new Planner(1_000, 1);
    SlotTable oneHost = settle(planner, SlotTable.NONE, Fleet.onHosts(1, 2), Set.of());
    List<Incarnation> live = Fleet.onHosts(2, 2);

    // when
    SlotTable table = settle(planner, oneHost, live, Set.of());

    // then
    assertSeparated(table);
  }
}
