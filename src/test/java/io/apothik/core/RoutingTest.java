package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Effect;
import io.apothik.slot.Copy;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From when on a node's callers are routed by the table that it acts under. */
class RoutingTest {
  private static final Incarnation SELF = new Incarnation(NodeName.numbered(1, "h"), "a");
  private static final Incarnation OTHER = new Incarnation(NodeName.numbered(2, "h"), "b");
  private static final Incarnation LEADER = new Incarnation(NodeName.numbered(3, "h"), "c");
  private static final Incarnation THIRD = new Incarnation(NodeName.numbered(4, "h"), "d");
  private static final long NOW = 1_000;
  private static final long HELD_UNTIL = 1_150;

  private final List<Effect> done = new ArrayList<>();
  private final Routing routing = new Routing(SELF.node(), now -> {}, done::add);

  private final SlotTable theirs = table(OTHER);
  private final SlotTable mine =
      theirs.next(List.of(SELF, OTHER), List.of(ownedBy(SELF)), List.of());

  @Test
  void theFirstTable_isRoutedByAtOnce() {
    routing.install(SlotTable.NONE, theirs, live(SELF, OTHER), NOW, HELD_UNTIL);

    assertThat(done).containsExactly(new Effect.Route(theirs));
  }

  @Test
  void aTableThatGivesThisNodeNothing_isRoutedByAtOnce() {
    SlotTable again = theirs.again();

    routing.install(theirs, again, live(SELF, OTHER), NOW, HELD_UNTIL);

    assertThat(done).containsExactly(new Effect.Route(again));
  }

  @Test
  void aSlotPassesHere_untilWhoGivesItHasTheTable_theOldOneIsRoutedBy() {
    routing.install(theirs, mine, live(LEADER, SELF, OTHER, THIRD), NOW, HELD_UNTIL);
    routing.onHeard(OTHER.node(), theirs.epoch(), NOW);
    routing.onHeard(THIRD.node(), mine.epoch(), NOW);
    routing.tick(HELD_UNTIL - 1);
    assertThat(done).isEmpty();

    routing.onHeard(OTHER.node(), mine.epoch(), HELD_UNTIL - 1);
    assertThat(done).containsExactly(new Effect.Route(mine));
  }

  @Test
  void theLeaderHasTheTable_soTheOthersHear_itIsRoutedBy() {
    routing.install(theirs, mine, live(LEADER, SELF, OTHER), NOW, HELD_UNTIL);

    routing.onHeard(LEADER.node(), mine.epoch(), NOW + 1);

    assertThat(done).containsExactly(new Effect.Route(mine));
  }

  @Test
  void whoGivesTheSlotHadTheTableBefore_itIsRoutedByAtOnce() {
    routing.onHeard(OTHER.node(), mine.epoch(), NOW);

    routing.install(theirs, mine, live(SELF, OTHER), NOW, HELD_UNTIL);

    assertThat(done).containsExactly(new Effect.Route(mine));
  }

  @Test
  void theSlotOfADeadNode_isRoutedHereAtOnce() {
    routing.install(theirs, mine, live(SELF), NOW, HELD_UNTIL);

    assertThat(done).containsExactly(new Effect.Route(mine));
  }

  @Test
  void nobodyIsHeard_itIsRoutedByWhenTheTimeIsOver_once() {
    routing.install(theirs, mine, live(SELF, OTHER), NOW, HELD_UNTIL);

    routing.tick(HELD_UNTIL);
    routing.tick(HELD_UNTIL + 20);

    assertThat(done).containsExactly(new Effect.Route(mine));
  }

  private static SlotTable table(Incarnation owner) {
    return SlotTable.of(1, List.of(), List.of(SELF, OTHER), List.of(ownedBy(owner)), List.of());
  }

  private static SlotOwners ownedBy(Incarnation owner) {
    return SlotOwners.founded(new Copy(owner.node(), 1));
  }

  private static LiveSet live(Incarnation... processes) {
    return new LiveSet(
        Stream.of(processes)
            .map(
                process ->
                    new Member(process.node(), Role.CACHE, process.id(), 1, 1, DoorPorts.NONE))
            .toList());
  }
}
