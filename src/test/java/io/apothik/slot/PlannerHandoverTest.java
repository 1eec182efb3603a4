package io.apothik.slot;

import static io.apothik.slot.PlannerLaws.assertBalanced;
import static io.apothik.slot.PlannerLaws.assertFollows;
import static io.apothik.slot.PlannerLaws.everythingHandedOver;
import static io.apothik.slot.PlannerLaws.settle;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the planner does with slots that are on their way: nodes A and B, and C that joins. */
class PlannerHandoverTest {
  private static final int SLOTS = 12;
  private static final Planner PLANNER = new Planner(SLOTS);
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");
  private static final NodeName C = NodeName.numbered(3, "h");
  private static final NodeName D = NodeName.numbered(4, "h");

  /** Epoch 2: A and B serve six slots each, of which two each are moving to C. */
  private final SlotTable joining = plan(plan(SlotTable.NONE, A, B), A, B, C);

  @Test
  void slotsHandedOver_belongToTheLearner() {
    SlotTable next = plan(joining, List.of(A, B, C), handedOver(A, C));

    assertThat(next.owners(slotMoving(A, C))).isEqualTo(SlotOwners.of(C, 1));
    assertThat(next.owners(slotMoving(B, C))).isEqualTo(new SlotOwners(B, C, 1));
  }

  @Test
  void theWordOfAnotherEpoch_isPassedOver() {
    HandedOver early = new HandedOver(1, A, C, moving(A, C));
    HandedOver late = new HandedOver(3, A, C, moving(A, C));

    assertThat(PLANNER.plan(joining, List.of(A, B, C), Set.of(), List.of(early, late)))
        .isSameAs(joining);
  }

  @Test
  void theWordOfANodeThatIsNotThePrimary_isPassedOver() {
    HandedOver wrong = new HandedOver(2, B, C, moving(A, C));

    assertThat(PLANNER.plan(joining, List.of(A, B, C), Set.of(), List.of(wrong))).isSameAs(joining);
  }

  @Test
  void theWordForANodeThatIsNotTheLearner_isPassedOver() {
    HandedOver wrong = new HandedOver(2, A, B, moving(A, C));

    assertThat(PLANNER.plan(joining, List.of(A, B, C), Set.of(), List.of(wrong))).isSameAs(joining);
  }

  @Test
  void aWordGivenTwice_countsOnce() {
    HandedOver done = handedOver(A, C);

    assertThat(plan(joining, List.of(A, B, C), done, done))
        .isEqualTo(plan(joining, List.of(A, B, C), done));
  }

  @Test
  void aLearnerThatDies_isReplaced() {
    SlotTable next = plan(joining, A, B, D);

    assertThat(next.nodes()).containsExactlyInAnyOrder(A, B, D);
    assertThat(next.slotsServed()).isEqualTo(joining.slotsServed());
    assertThat(next.moving()).isEqualTo(4);
  }

  @Test
  void aLearnerThatDiesWithNobodyToReplaceIt_leavesTheSlotsWhereTheyAre() {
    SlotTable next = plan(joining, A, B);

    assertThat(next.moving()).isZero();
    assertThat(next.slotsServed()).isEqualTo(joining.slotsServed());
  }

  @Test
  void slotsHandedOverToANodeThatDied_stayWithThePrimaryThatStillHoldsThem() {
    SlotTable next = plan(joining, List.of(A, B, D), handedOver(A, C));

    assertThat(next.slotsServed()).isEqualTo(joining.slotsServed());
  }

  @Test
  void aPrimaryThatDiesMidMove_givesTheSlotToItsLearner_whichBeginsEmpty() {
    SlotTable next = plan(joining, B, C);

    assertThat(moving(A, C).stream().mapToObj(next::owners))
        .allMatch(owners -> owners.equals(SlotOwners.of(C, next.epoch())));
  }

  @Test
  void aPrimaryThatDiesAfterItHandedOver_givesTheSlotToItsLearner() {
    SlotTable next = plan(joining, List.of(B, C), handedOver(A, C));

    assertThat(moving(A, C).stream().mapToObj(next::owners))
        .allMatch(owners -> owners.equals(SlotOwners.of(C, 1)));
  }

  @Test
  void aMovingSlot_keepsItsDestinationWhenAnotherNodeJoins() {
    SlotTable next = plan(joining, A, B, C, D);

    assertThat(joining.slotsWhere(owners -> owners.destination().equals(C)).stream())
        .filteredOn(slot -> next.owners(slot).destination().equals(C))
        .hasSize(SLOTS / 4);
  }

  @Test
  void aLearnerThatIsToLeave_learnsNoMore() {
    SlotTable next = PLANNER.plan(joining, List.of(A, B, C), Set.of(C), List.of());

    assertFollows(joining, next, List.of(A, B, C), Set.of(C), List.of());
    assertThat(next.nodes()).containsExactlyInAnyOrder(A, B);
  }

  @Test
  void slotsHandedOverToANodeThatIsToLeave_areItsUntilItHandedThemOn() {
    List<HandedOver> done = everythingHandedOver(joining);

    SlotTable next = PLANNER.plan(joining, List.of(A, B, C), Set.of(C), done);

    assertThat(next.slotsServed()).containsEntry(C, 4);
    assertThat(next.slotsWhere(owners -> owners.primary().equals(C)))
        .isEqualTo(next.slotsWhere(owners -> owners.learner().isPresent()));
    assertBalanced(settle(PLANNER, next, List.of(A, B, C), Set.of(C)), List.of(A, B));
  }

  @Test
  void theLastNode_keepsAllEvenIfItIsToLeave() {
    SlotTable alone = plan(SlotTable.NONE, A);

    assertThat(PLANNER.plan(alone, List.of(A), Set.of(A), List.of())).isSameAs(alone);
  }

  @Test
  void aNodeThatIsToLeaveWhenAllOthersDie_takesTheirSlots() {
    SlotTable next = PLANNER.plan(joining, List.of(A), Set.of(A), List.of());

    assertFollows(joining, next, List.of(A), Set.of(A), List.of());
    assertBalanced(next, List.of(A));
  }

  @Test
  void slotsThatNeverHadAPrimary_originateInTheFirstTable() {
    assertThat(plan(SlotTable.NONE, A, B).allOwners())
        .extracting(SlotOwners::origin)
        .containsOnly(1L);
  }

  @Test
  void slotsWhosePrimaryIsGone_originateInTheTableThatGivesThemAnother() {
    SlotTable next = plan(joining, B, C);

    assertThat(joining.slotsWhere(owners -> owners.primary().equals(A)))
        .isEqualTo(next.slotsWhere(owners -> owners.origin() == next.epoch()));
    assertThat(next.allOwners()).extracting(SlotOwners::origin).containsOnly(1L, 3L);
  }

  @Test
  void slotsThatMove_keepTheirOriginAllTheWay() {
    SlotTable settled = settle(PLANNER, joining, List.of(A, B, C), Set.of());

    assertThat(settled.slotsServed()).containsEntry(C, 4);
    assertThat(settled.allOwners()).extracting(SlotOwners::origin).containsOnly(1L);
  }

  @Test
  void slotsWhoseMoveIsCalledOff_keepTheirOrigin() {
    assertThat(plan(joining, A, B).allOwners()).extracting(SlotOwners::origin).containsOnly(1L);
  }

  private HandedOver handedOver(NodeName from, NodeName to) {
    return new HandedOver(joining.epoch(), from, to, moving(from, to));
  }

  private SlotSet moving(NodeName from, NodeName to) {
    return joining.slotsWhere(owners -> owners.isMoving(from, to));
  }

  private int slotMoving(NodeName from, NodeName to) {
    return moving(from, to).stream().findFirst().orElseThrow();
  }

  private static SlotTable plan(SlotTable table, NodeName... live) {
    return plan(table, List.of(live));
  }

  private static SlotTable plan(SlotTable table, List<NodeName> live, HandedOver... handedOver) {
    List<HandedOver> done = List.of(handedOver);
    SlotTable next = PLANNER.plan(table, live, Set.of(), done);
    assertFollows(table, next, live, Set.of(), done);
    return next;
  }
}
