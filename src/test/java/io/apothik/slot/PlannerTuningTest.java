package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.everythingComplete;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of backups changes while there are slots. */
class PlannerTuningTest {
  private static final int SLOTS = 1_000;
  private static final int STEPS = 150;
  private static final int NODES_MAX = 8;

  private static Planner planner(int backups) {
    return new Planner(SLOTS, tuning(backups));
  }

  private static Tuning tuning(int backups) {
    return new Tuning(backups, 0, 1);
  }

  private static SlotTable settled(int nodes, int backups) {
    return settle(planner(backups), SlotTable.NONE, Fleet.of(nodes), Set.of());
  }

  @Test
  void theFirstTable_saysWhatThePlannerFollows() {
    assertThat(planner(2).plan(SlotTable.NONE, Situation.of(Fleet.of(3))).tuning())
        .contains(tuning(2));
  }

  @ParameterizedTest(name = "{0} nodes, {1} to {2} backups")
  @CsvSource({"3, 0, 1", "3, 1, 2", "5, 1, 3", "8, 0, 3", "8, 2, 3"})
  void more_areFilledBesideThoseThatAreThere(int nodes, int from, int to) {
    SlotTable before = settled(nodes, from);
    SlotTable next = planner(to).plan(before, Situation.of(Fleet.of(nodes)));
    SlotTable after = settle(planner(to), next, Fleet.of(nodes), Set.of());

    assertThat(next.tuning()).contains(tuning(to));
    for (int slot = 0; slot < SLOTS; slot++) {
      assertThat(next.owners(slot).inSync()).isEqualTo(before.owners(slot).inSync());
      assertThat(next.owners(slot).learners()).hasSizeGreaterThanOrEqualTo(to - from);
    }
    assertBalanced(after, Fleet.names(Fleet.of(nodes)), to);
  }

  @ParameterizedTest(name = "{0} nodes, {1} to {2} backups")
  @CsvSource({"3, 1, 0", "3, 2, 1", "5, 3, 1", "8, 3, 0", "8, 3, 2"})
  void fewer_areWhatIsLeft_underNearlyTheSamePrimaries(int nodes, int from, int to) {
    SlotTable before = settled(nodes, from);
    SlotTable after = settle(planner(to), before, Fleet.of(nodes), Set.of());

    assertBalanced(after, Fleet.names(Fleet.of(nodes)), to);
    SlotSet moved =
        after.slotsOtherThan(before).stream()
            .filter(slot -> !after.owners(slot).primary().equals(before.owners(slot).primary()))
            .collect(SlotSet.Builder::new, SlotSet.Builder::add, (one, other) -> {})
            .build();
    assertThat(moved.size()).as("where one node has a slot more").isLessThanOrEqualTo(nodes);
  }

  /** Somebody changed his mind. */
  @ParameterizedTest(name = "{0} nodes, {1} to {2} and back")
  @CsvSource({"3, 0, 1", "3, 1, 2", "5, 1, 3", "8, 0, 3"})
  void fewerAgain_whileTheOthersLearn_areThoseThatWereThere(int nodes, int from, int to) {
    SlotTable before = settled(nodes, from);
    Situation situation = Situation.of(Fleet.of(nodes));
    SlotTable learning = planner(to).plan(before, situation);

    SlotTable after = planner(from).plan(learning, situation);

    assertThat(after.slotsOtherThan(before).size()).isLessThanOrEqualTo(nodes);
    assertThat(after.moving()).isLessThanOrEqualTo(nodes);
  }

  @Test
  void moreThanThereAreOtherNodes_areAsManyAsThereAre_untilOthersJoin() {
    SlotTable few = settle(planner(3), settled(2, 1), Fleet.of(2), Set.of());
    assertBalanced(few, Fleet.names(Fleet.of(2)), 1);

    assertBalanced(settle(planner(3), few, Fleet.of(4), Set.of()), Fleet.names(Fleet.of(4)), 3);
  }

  @Test
  void otherMemoryAlone_changesNobodysSlots() {
    SlotTable before = settled(3, 1);
    Tuning tuning = tuning(1).withMemoryBytes(Tuning.MEMORY_BYTES_MIN);

    SlotTable next = new Planner(SLOTS, tuning).plan(before, Situation.of(Fleet.of(3)));

    assertThat(next.epoch()).isEqualTo(before.epoch() + 1);
    assertThat(next.tuning()).contains(tuning);
    assertThat(next.allOwners()).isEqualTo(before.allOwners());
    assertThat(new Planner(SLOTS, tuning).plan(next, Situation.of(Fleet.of(3)))).isSameAs(next);
  }

  @Test
  void onTheWayToAPlan_eachStepSaysWhatThePlanSays() {
    SlotTable before = settled(3, 1);
    Situation situation = Situation.of(Fleet.of(3));
    SlotTable goal = planner(2).plan(before, situation);

    assertThat(new Handover(goal, situation, 4).next(before).tuning()).contains(tuning(2));
  }

  /** While nodes come, die and are filled. */
  @Test
  void anyCourseOfChanges_keepsTheLawsAndEndsBalanced() {
    long seed = Seed.next();
    Random random = new Random(seed);
    List<Incarnation> live = new ArrayList<>(Fleet.of(2));
    int backups = 1;
    SlotTable table = SlotTable.NONE;
    try {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> backups = random.nextInt(Planner.BACKUPS_MAX + 1);
          case 2 -> join(live, random);
          case 3 -> die(live, random);
          default -> {}
        }
        Situation situation = Situation.of(live).withComplete(someComplete(table, random));
        SlotTable next = planner(backups).plan(table, situation);
        assertFollows(table, next, situation);
        table = next;
      }
      SlotTable end = settle(planner(backups), table, live, Set.of());
      assertBalanced(end, Fleet.names(live), backups);
      assertThat(end.tuning()).contains(tuning(backups));
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("-Dapothik.seed=" + seed, failure);
    }
  }

  private static void join(List<Incarnation> live, Random random) {
    NodeName node = NodeName.numbered(1 + random.nextInt(NODES_MAX), "h");
    if (live.stream().noneMatch(process -> process.node().equals(node))) {
      live.add(new Incarnation(node, "process " + random.nextInt()));
    }
  }

  private static void die(List<Incarnation> live, Random random) {
    if (live.size() > 1) {
      live.remove(random.nextInt(live.size()));
    }
  }

  private static List<SyncReport> someComplete(SlotTable table, Random random) {
    return everythingComplete(table).stream().filter(all -> random.nextInt(3) > 0).toList();
  }
}
