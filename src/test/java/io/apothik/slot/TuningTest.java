package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningTest {
  private static final long MIB = 1 << 20;
  private static final Tuning TUNING = new Tuning(1, 64 * MIB, 10 * MIB);
  private static final SlotTable TABLE =
      SlotTable.of(
              7,
              List.of(),
              List.of(),
              List.of(SlotOwners.founded(new Copy(NodeName.numbered(1, "h"), 1))),
              List.of())
          .withTuning(TUNING);

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1, -1 backups are not between 0 and 3",
    "4, 0, 1, 4 backups are not between 0 and 3",
    "1, -1, 1, -1 bytes of memory are not between 4194304 and 17592186044416",
    "1, 4194303, 1, 4194303 bytes of memory are not between 4194304 and 17592186044416",
    "1, 0, 0, 0 bytes/s of migration are not between 1 and 1099511627776",
    "1, 0, 1099511627777, 1099511627777 bytes/s of migration are not between 1 and 1099511627776"
  })
  void whatIsBeyondALimit_isRefused(int backups, long memory, long rate, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tuning(backups, memory, rate))
        .withMessage(message);
  }

  /** A table may leave memory to each node; that nobody can ask for. */
  @Test
  void aChangeToNoMemory_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TuningChange(null, 0L, null))
        .withMessageContaining("0 bytes of memory");
  }

  @Test
  void aChange_leavesTheRestAsItIs() {
    assertThat(new TuningChange(2, null, null).of(TUNING))
        .isEqualTo(new Tuning(2, 64 * MIB, 10 * MIB));
    assertThat(new TuningChange(null, 8 * MIB, 1L).of(TUNING)).isEqualTo(new Tuning(1, 8 * MIB, 1));
    assertThat(TuningChange.NONE.of(TUNING)).isEqualTo(TUNING);
  }

  @Test
  void ofTwoChanges_theLaterOneHolds_whereBothSaySomething() {
    TuningChange first = new TuningChange(2, 8 * MIB, null);

    assertThat(first.and(new TuningChange(3, null, 1L)))
        .isEqualTo(new TuningChange(3, 8 * MIB, 1L));
  }

  @Test
  void aChange_isInTheTableThatSaysSo() {
    assertThat(new TuningChange(1, null, null).isIn(TABLE)).isTrue();
    assertThat(new TuningChange(2, null, null).isIn(TABLE)).isFalse();
    assertThat(new TuningChange(1, null, null).isIn(TABLE.withTuning(null))).isFalse();
  }

  @Test
  void theNextTable_saysTheSame() {
    SlotTable next = TABLE.next(TABLE.members(), TABLE.allOwners(), List.of());

    assertThat(next.tuning()).contains(TUNING);
    assertThat(TABLE.again().withLineage(3).withWaiting(1).sharing(next).tuning()).contains(TUNING);
  }

  @Test
  void aDifference_namesTheTuningThatChanges_andNoOther() {
    SlotTable same = TABLE.again();
    SlotTable tuned = TABLE.again().withTuning(new Tuning(2, 0, 1));

    assertThat(TABLE.differenceTo(same).tuningOrNull()).isNull();
    assertThat(TABLE.with(TABLE.differenceTo(same))).isEqualTo(same);
    assertThat(TABLE.with(TABLE.differenceTo(tuned))).isEqualTo(tuned).isNotEqualTo(same);
  }

  @Test
  void whatTheTableLeavesToEachNode_isWhatTheNodeWasStartedWith() {
    Provision provision = new Provision(new Tuning(3, 0, 5), 16 * MIB);

    assertThat(provision.under(SlotTable.NONE)).isEqualTo(new Tuning(3, 16 * MIB, 5));
    assertThat(provision.under(TABLE)).isEqualTo(TUNING);
    assertThat(provision.under(TABLE.withTuning(new Tuning(0, 0, 9))))
        .isEqualTo(new Tuning(0, 16 * MIB, 9));
  }

  @Test
  void entries_leaveRoomForTheirBackups() {
    assertThat(TUNING.primaryBytes()).isEqualTo(32 * MIB);
    assertThat(new Tuning(3, 64 * MIB, 1).primaryBytes()).isEqualTo(16 * MIB);
  }
}
