package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.everythingComplete;
import static io.apothik.slot.PlannerLaws.newCopies;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the planner does step by step: nodes A and B with one backup, and C that joins. */
class PlannerTransitionTest {
  private static final int SLOTS = 12;
  private static final Planner PLANNER = new Planner(SLOTS, 1);
  private static final Incarnation A = Fleet.process(1);
  private static final Incarnation B = Fleet.process(2);
  private static final Incarnation C = Fleet.process(3);
  private static final Incarnation D = Fleet.process(4);

  /** Epoch 1: A and B serve six slots each and back each other. */
  private final SlotTable pair = settle(PLANNER, SlotTable.NONE, List.of(A, B), Set.of());

  /** Epoch 2: C learns in eight slots. */
  private final SlotTable joining = plan(pair, Situation.of(List.of(A, B, C)));

  @Test
  void founding_aSlotBeginsWithAllItsCopiesInSync() {
    SlotTable table = plan(SlotTable.NONE, Situation.of(List.of(A, B)));

    assertThat(table.allOwners())
        .allMatch(owners -> owners.primary().since() == 1 && owners.term() == 1)
        .allMatch(owners -> owners.backups().size() == 1 && owners.learners().isEmpty());
  }

  @Test
  void learnersAreReported_theyReplaceWhatTheyWereFor() {
    SlotTable next = plan(joining, among(A, B, C).withComplete(everythingComplete(joining)));

    assertBalanced(next, List.of(A.node(), B.node(), C.node()), 1);
  }

  @Test
  void someLearnersAreReported_onlyTheirSlotsChange() {
    SyncReport some = reported(joining, A, C);

    SlotTable next = plan(joining, among(A, B, C).withComplete(List.of(some)));

    assertThat(changed(joining, next))
        .containsExactlyElementsOf(some.slots().stream().boxed().toList());
  }

  @Test
  void aWordFromBeforeTheLearnerWasNamed_isPassedOver() {
    SyncReport now = reported(joining, A, C);
    SyncReport early = new SyncReport(now.epoch() - 1, now.from(), now.learner(), now.slots());

    assertThat(PLANNER.plan(joining, among(A, B, C).withComplete(List.of(early))))
        .isSameAs(joining);
  }

  @Test
  void aWordOfANodeThatIsNotThePrimary_isPassedOver() {
    SyncReport now = reported(joining, A, C);
    SyncReport wrong = new SyncReport(now.epoch(), B.node(), now.learner(), now.slots());

    assertThat(PLANNER.plan(joining, among(A, B, C).withComplete(List.of(wrong))))
        .isSameAs(joining);
  }

  @Test
  void aWordForANodeThatIsNotALearner_isPassedOver() {
    SyncReport wrong =
        new SyncReport(joining.epoch(), A.node(), D.node(), reported(joining, A, C).slots());

    assertThat(PLANNER.plan(joining, among(A, B, C).withComplete(List.of(wrong))))
        .isSameAs(joining);
  }

  @Test
  void aPrimaryDies_itsBackupServesAtOnceInANewTerm() {
    SlotTable next = plan(pair, among(B));

    assertThat(next.slotsServed()).containsOnlyKeys(B.node());
    pair.slotsWhere(owners -> owners.isPrimary(A.node())).stream()
        .forEach(slot -> assertThat(next.owners(slot).term()).isEqualTo(next.epoch()));
    assertThat(next.losses()).isEmpty();
  }

  @Test
  void aBackupDies_thePrimaryKeepsItsTerm() {
    SlotTable next = plan(pair, among(B));

    pair.slotsWhere(owners -> owners.isPrimary(B.node())).stream()
        .forEach(slot -> assertThat(next.owners(slot).term()).isEqualTo(pair.owners(slot).term()));
  }

  @Test
  void everyCopyDies_theSlotBeginsAnewAndTheLossIsCounted() {
    SlotTable next = plan(pair, among(C));

    assertThat(next.losses()).containsExactly(new Loss(next.epoch(), SLOTS));
    assertThat(next.allOwners()).allMatch(SlotOwners::beganEmpty);
  }

  @Test
  void onlyALearnerIsLeft_theSlotBeginsAnewAllTheSame() {
    SlotTable next = plan(joining, among(C));

    assertThat(next.losses()).containsExactly(new Loss(next.epoch(), SLOTS));
    assertThat(next.allOwners())
        .allMatch(owners -> owners.primary().equals(new Copy(C.node(), next.epoch())));
  }

  @Test
  void aLearnerThatWasReported_savesTheSlotsOfADeadPrimary() {
    Planner planner = new Planner(SLOTS, 0);
    SlotTable alone = settle(planner, SlotTable.NONE, List.of(A), Set.of());
    SlotTable moving = planner.plan(alone, among(A, B));

    Situation situation = among(B).withComplete(everythingComplete(moving));
    SlotTable next = planner.plan(moving, situation);

    assertFollows(moving, next, situation);
    assertThat(next.losses()).containsExactly(new Loss(next.epoch(), SLOTS / 2));
  }

  @Test
  void moreLossesThanAreRemembered_theOldestAreForgotten() {
    SlotTable table = pair;
    for (int i = 0; i < Planner.LOSSES_MAX + 2; i++) {
      table = plan(table, among(new Incarnation(A.node(), "restart " + i)));
    }

    assertThat(table.losses()).hasSize(Planner.LOSSES_MAX);
    assertThat(table.losses().get(0).epoch()).isEqualTo(pair.epoch() + 3);
  }

  @Test
  void aProcessIsRestarted_itsOldCopiesAreDeadAndItLearnsAnew() {
    Incarnation again = new Incarnation(A.node(), "2");

    SlotTable next = plan(pair, among(again, B));

    assertThat(next.members()).containsExactly(B, again);
    assertThat(next.allOwners())
        .allMatch(owners -> owners.primary().node().equals(B.node()))
        .allMatch(owners -> owners.learners().equals(List.of(new Copy(A.node(), next.epoch()))));
  }

  @Test
  void aBackupIsSuspected_itIsDroppedAndLearnsAnew() {
    Suspicion word = new Suspicion(pair.epoch(), A.node(), B.node());

    SlotTable next = plan(pair, among(A, B).withSuspicions(List.of(word)));

    SlotSet served = pair.slotsWhere(owners -> owners.isPrimary(A.node()));
    assertThat(changed(pair, next)).containsExactlyElementsOf(served.stream().boxed().toList());
    assertThat(served.stream().mapToObj(next::owners))
        .allMatch(owners -> owners.backups().isEmpty())
        .allMatch(owners -> owners.learners().equals(List.of(new Copy(B.node(), next.epoch()))));
  }

  @Test
  void aLearnerIsReportedAndSuspected_theSuspicionWins() {
    Suspicion word = new Suspicion(joining.epoch(), A.node(), C.node());
    SyncReport report = reported(joining, A, C);

    SlotTable next =
        plan(joining, among(A, B, C).withComplete(List.of(report)).withSuspicions(List.of(word)));

    assertThat(report.slots().stream().mapToObj(next::owners))
        .allMatch(owners -> !owners.inSync().stream().anyMatch(c -> c.node().equals(C.node())));
  }

  @Test
  void aPrimaryIsSuspected_itStays() {
    Suspicion word = new Suspicion(pair.epoch(), B.node(), A.node());

    SlotTable next = plan(pair, among(A, B).withSuspicions(List.of(word)));

    for (int slot : pair.slotsWhere(owners -> owners.isPrimary(A.node())).stream().toArray()) {
      assertThat(next.owners(slot)).isEqualTo(pair.owners(slot));
    }
  }

  @Test
  void aNodeSaysThatItHasNothing_itsCopiesAreReplaced_theOthersLead() {
    Suspicion word = new Suspicion(pair.epoch(), A.node(), A.node());

    SlotTable next = PLANNER.plan(pair, among(A, B).withSuspicions(List.of(word)));

    assertThat(next.allOwners())
        .allSatisfy(owners -> assertThat(owners.primary()).isEqualTo(new Copy(B.node(), 1)))
        .allSatisfy(owners -> assertThat(owners.learners()).containsExactly(copyOf(A, next)));
  }

  private static Copy copyOf(Incarnation process, SlotTable since) {
    return new Copy(process.node(), since.epoch());
  }

  @Test
  void aSuspicionOfAnotherEpoch_isPassedOver() {
    Suspicion word = new Suspicion(pair.epoch() - 1, A.node(), B.node());

    assertThat(PLANNER.plan(pair, among(A, B).withSuspicions(List.of(word)))).isSameAs(pair);
  }

  @Test
  void thePrimaryThatSuspectedDies_itsBackupSavesTheSlots() {
    Suspicion word = new Suspicion(pair.epoch(), A.node(), B.node());

    SlotTable next = plan(pair, among(B).withSuspicions(List.of(word)));

    assertThat(next.losses()).isEmpty();
  }

  @Test
  void aLearnerDies_theSlotsStayWhereTheyAre() {
    SlotTable next = plan(joining, among(A, B));

    assertThat(next.allOwners()).isEqualTo(pair.allOwners());
    assertThat(next.members()).containsExactly(A, B);
  }

  @Test
  void aLearnerIsToLeave_itLearnsNoMoreAndIsNoMember() {
    SlotTable next = plan(joining, among(A, B, C).withLeaving(Set.of(C.node())));

    assertThat(next.moving()).isZero();
    assertThat(next.members()).containsExactly(A, B);
  }

  @Test
  void learnersOnTheirWay_anotherNodeJoins_theyMostlyGoOn() {
    SlotTable next = plan(joining, among(A, B, C, D));

    assertThat(next.allOwners().stream().filter(owners -> owners.isLearner(C.node())))
        .hasSizeGreaterThanOrEqualTo(SLOTS * 2 / 4)
        .allMatch(owners -> owners.copyOf(C.node()).orElseThrow().since() == joining.epoch());
    assertThat(newCopies(joining, next)).isEqualTo(SLOTS * 2 / 4);
  }

  @Test
  void allAreToLeave_allStay() {
    SlotTable next = PLANNER.plan(pair, among(A, B).withLeaving(Set.of(A.node(), B.node())));

    assertThat(next).isSameAs(pair);
  }

  @Test
  void theLineage_isCarriedOver() {
    SlotTable next = plan(pair.withLineage(7), among(A, B, C));

    assertThat(next.lineage()).isEqualTo(7);
  }

  @Test
  void membersThatStay_keepTheirOrder_andTheNewComeAfterThem() {
    SlotTable table = plan(SlotTable.NONE, among(A, B, C));

    assertThat(plan(table, among(D, C, A)).members()).containsExactly(A, C, D);
  }

  @Test
  void theLiveAreToldInAnotherOrder_theTableStays() {
    assertThat(PLANNER.plan(pair, among(B, A))).isSameAs(pair);
  }

  @Test
  void newcomersGetCopiesOrNot_allAreMembers() {
    Planner planner = new Planner(1, 0);

    SlotTable table = planner.plan(SlotTable.NONE, among(A, B, C));

    assertThat(table.members()).containsExactly(A, B, C);
    assertThat(table.holders()).hasSize(1);
  }

  private static Situation among(Incarnation... live) {
    return Situation.of(List.of(live));
  }

  private static SlotTable plan(SlotTable table, Situation situation) {
    SlotTable next = PLANNER.plan(table, situation);
    assertFollows(table, next, situation);
    return next;
  }

  private static SyncReport reported(SlotTable table, Incarnation from, Incarnation learner) {
    return everythingComplete(table).stream()
        .filter(report -> report.from().equals(from.node()))
        .filter(report -> report.learner().equals(learner.node()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Integer> changed(SlotTable before, SlotTable after) {
    return IntStream.range(0, SLOTS)
        .filter(slot -> !before.owners(slot).equals(after.owners(slot)))
        .boxed()
        .toList();
  }
}
