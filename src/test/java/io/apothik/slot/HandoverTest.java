package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Slots 0 to 5 are A's, with backups on B, and are to be C's, who serves the others. */
class HandoverTest {
  private static final int SLOTS = 6;
  private static final Incarnation A = Fleet.process(1);
  private static final Incarnation B = Fleet.process(2);
  private static final Incarnation C = Fleet.process(3);
  private static final Copy ON_A = new Copy(A.node(), 1);
  private static final Copy ON_B = new Copy(B.node(), 1);
  private static final Copy ON_C = new Copy(C.node(), 3);

  private static final SlotOwners BEFORE = new SlotOwners(ON_A, List.of(ON_B), List.of(ON_C), 1);
  private static final SlotOwners OTHERS = new SlotOwners(ON_C, List.of(ON_B), List.of(), 1);
  private static final SlotOwners PASSED = new SlotOwners(ON_C, List.of(ON_B), List.of(), 5);
  private static final SlotTable TABLE = table(4, List.of(A, B, C), BEFORE);
  private static final SlotTable GOAL = table(5, List.of(B, C), PASSED);
  private static final Situation ALL_LIVE = Situation.of(List.of(A, B, C));

  @Test
  void slotsPassToOthers_someAtATime() {
    List<SlotTable> steps = steps(new Handover(GOAL, ALL_LIVE, 4));

    assertThat(steps.get(0).slotsOtherThan(TABLE).size()).isEqualTo(4);
    assertThat(steps.get(1).slotsOtherThan(steps.get(0)).size()).isEqualTo(2);
  }

  @Test
  void whoServesNothingYet_getsFewAtFirst() {
    SlotTable table =
        SlotTable.of(4, List.of(), List.of(A, B, C), Collections.nCopies(100, BEFORE), List.of());
    SlotTable goal =
        SlotTable.of(5, List.of(), List.of(A, B, C), Collections.nCopies(100, PASSED), List.of());
    Handover handover = new Handover(goal, ALL_LIVE, 32);

    List<Integer> gained = new ArrayList<>();
    for (int step = 0; step < 7; step++) {
      SlotTable next = handover.next(table);
      gained.add(next.slotsOtherThan(table).size());
      table = next;
    }

    assertThat(gained).containsExactly(2, 2, 4, 8, 16, 32, 32);
  }

  @Test
  void slotsThatWait_stayAsTheyAre() {
    SlotTable first = new Handover(GOAL, ALL_LIVE, 4).next(TABLE);

    assertThat(first.owners(5)).isEqualTo(BEFORE);
  }

  @Test
  void slotsThatWait_areCounted_whereNothingElseShowsIt() {
    SlotOwners backed = new SlotOwners(ON_A, List.of(ON_B), List.of(), 1);
    SlotOwners swapped = new SlotOwners(ON_B, List.of(ON_A), List.of(), 5);
    SlotTable table = table(4, List.of(A, B, C), backed);
    Handover handover = new Handover(table(5, List.of(A, B, C), swapped), ALL_LIVE, 1);

    assertThat(handover.next(table).waiting()).isEqualTo(5);
    assertThat(handover.next(table).moving()).isEqualTo(5);
    assertThat(new Handover(GOAL, ALL_LIVE, 4).next(TABLE).waiting()).isZero();
    assertThat(new Handover(GOAL, ALL_LIVE, 4).next(TABLE).moving()).isEqualTo(2);
  }

  @Test
  void slotsThatWaitedAndNeedNotPassAnyMore_waitNoMore() {
    SlotTable table = TABLE.withWaiting(3);

    SlotTable next = new Handover(table, ALL_LIVE, 1).next(table);

    assertThat(next.waiting()).isZero();
    assertThat(next.sameContent(table)).isTrue();
  }

  @Test
  void slotsThatPass_doSoInTheTermOfTheirTable() {
    List<SlotTable> steps = steps(new Handover(GOAL, ALL_LIVE, 4));

    assertThat(steps.get(0).owners(0)).isEqualTo(PASSED);
    assertThat(steps.get(1).owners(5)).isEqualTo(new SlotOwners(ON_C, List.of(ON_B), List.of(), 6));
  }

  @Test
  void whoGives_isAMemberUntilOneTableAfterItHasNothing() {
    List<SlotTable> steps = steps(new Handover(GOAL, ALL_LIVE, 4));

    assertThat(steps).hasSize(3);
    assertThat(steps.get(1).holders()).doesNotContain(A.node());
    assertThat(steps.get(1).members()).containsExactly(A, B, C);
    assertThat(steps.get(2).members()).containsExactly(B, C);
    assertThat(steps.get(2).allOwners()).isEqualTo(steps.get(1).allOwners());
  }

  @Test
  void slotsOfADeadPrimary_passAtOnce() {
    Handover handover = new Handover(GOAL, Situation.of(List.of(B, C)), 1);

    assertThat(handover.next(TABLE)).isEqualTo(GOAL);
  }

  @Test
  void slotsOfAnEarlierProcess_passAtOnce() {
    Incarnation restarted = new Incarnation(A.node(), "2");
    SlotTable goal = table(5, List.of(B, C, restarted), PASSED);

    assertThat(new Handover(goal, Situation.of(List.of(restarted, B, C)), 1).next(TABLE))
        .isEqualTo(goal);
  }

  @Test
  void slotsThatLoseASilentBackup_passAtOnce() {
    Suspicion word = new Suspicion(4, A.node(), B.node());
    SlotTable goal = table(5, List.of(A, B, C), new SlotOwners(ON_C, List.of(ON_A), List.of(), 5));

    assertThat(new Handover(goal, ALL_LIVE.withSuspicions(List.of(word)), 1).next(TABLE))
        .isEqualTo(goal);
  }

  @Test
  void whatPassesToNobodyElse_isInTheFirstStep() {
    SlotTable goal =
        table(5, List.of(A, B, C), new SlotOwners(ON_A, List.of(ON_B, ON_C), List.of(), 1));

    assertThat(new Handover(goal, ALL_LIVE, 1).next(TABLE)).isEqualTo(goal);
  }

  @Test
  void theFirstTable_isFoundedAtOnce() {
    SlotTable goal = table(1, List.of(A, B, C), SlotOwners.founded(ON_A));

    assertThat(new Handover(goal, ALL_LIVE, 1).next(SlotTable.NONE)).isEqualTo(goal);
  }

  @Test
  void nothingPlanned_isNoStep() {
    assertThat(new Handover(TABLE, ALL_LIVE, 1).next(TABLE)).isSameAs(TABLE);
  }

  @Test
  void noSlotAtATime_isRefused() {
    assertThatThrownBy(() -> new Handover(GOAL, ALL_LIVE, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 slots");
  }

  private static List<SlotTable> steps(Handover handover) {
    List<SlotTable> steps = new ArrayList<>();
    for (SlotTable table = TABLE; steps.size() < SLOTS; steps.add(table)) {
      SlotTable next = handover.next(table);
      if (next.equals(table)) {
        return steps;
      }
      table = next;
    }
    throw new AssertionError("more steps than slots: " + steps);
  }

  private static SlotTable table(long epoch, List<Incarnation> members, SlotOwners owners) {
    List<SlotOwners> all = new ArrayList<>(Collections.nCopies(SLOTS, owners));
    all.addAll(Collections.nCopies(SLOTS, OTHERS));
    return SlotTable.of(epoch, List.of(), members, all, List.of());
  }
}
