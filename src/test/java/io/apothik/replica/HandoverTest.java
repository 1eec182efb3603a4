package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.C;
import static io.apothik.replica.Pump.assertRefused;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static io.apothik.replica.Pump.nothing;
import static io.apothik.replica.Pump.table;
import static io.apothik.replica.Pump.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.Reply;
import io.apothik.slot.HandedOver;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slot 0 moves from A to B while slot 1 stays with A, and what can come in between. */
class HandoverTest {
  private static final SlotTable BEFORE = table(1, at(A), at(A));
  private static final SlotTable MOVING = table(2, moving(A, B), at(A));
  private static final SlotTable PROMOTED = table(3, at(B), at(A));

  private final Pump pump = new Pump(A, B, C);

  @BeforeEach
  void fillNodeA() {
    pump.install(BEFORE, A, B, C);
    pump.put(A, 0, "k", "v");
    pump.put(A, 0, "l", "w");
    pump.put(A, 1, "stays", "here");
  }

  @Test
  void aLearner_isFirstAskedWhetherItListens() {
    pump.install(MOVING, A);

    Effect.Send ask = pump.nextSend();

    assertThat(ask.learner()).isEqualTo(B);
    assertThat(ask.chunk().sequence()).isZero();
    assertThat(ask.chunk().parts()).isEmpty();
    assertThat(pump.isIdle()).isTrue();
  }

  @Test
  void untilTheLearnerListens_theSlotIsServed() {
    pump.install(MOVING, A);

    assertThat(pump.put(A, 0, "k", "newer")).isEqualTo(new Reply.Done());
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("newer"));
  }

  @Test
  void onceTheLearnerListens_theSlotIsSealedAndNoOther() {
    pump.install(MOVING, A, B);
    pump.step();

    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over to " + B);
    assertRefused(pump.put(A, 0, "k", "x"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
    assertThat(pump.get(A, 1, "stays")).isEqualTo(value("here"));
  }

  @Test
  void aWriteBeforeTheSeal_arrivesToo() {
    pump.install(MOVING, A, B);
    pump.put(A, 0, "k", "newer");

    pump.run();
    pump.install(PROMOTED, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("newer"));
  }

  @Test
  void whenTheLearnerConfirmsThatItHoldsAll_thePrimaryReportsIt() {
    pump.install(MOVING, A, B);
    pump.steps(2);
    assertThat(pump.reports).isEmpty();
    assertThat(pump.delivered).last().matches(chunk -> !chunk.parts().isEmpty());

    assertThat(pump.step()).isEqualTo(new Reply.Accepted(2));

    assertThat(pump.isIdle()).isTrue();
    assertThat(pump.delivered).last().matches(chunk -> chunk.parts().isEmpty());
    assertThat(pump.reports).containsExactly(new HandedOver(2, A, B, SlotSet.of(0)));
  }

  @Test
  void afterTheReport_nobodyServesTheSlotUntilTheNextTable() {
    pump.install(MOVING, A, B);
    pump.run();

    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
    assertRefused(pump.get(B, 0, "k"), ErrorCode.NOT_OWNER, "slot 0: " + A + " does");
  }

  @Test
  void thePromotedLearner_servesWhatItGot() {
    pump.install(MOVING, A, B);
    pump.run();
    pump.install(PROMOTED, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
    assertThat(pump.get(B, 0, "l")).isEqualTo(value("w"));
    assertThat(pump.replica(B).entries()).isEqualTo(2);
  }

  @Test
  void theOldPrimary_dropsOnlyWhenItInstallsTheNextTable() {
    pump.install(MOVING, A, B);
    pump.run();
    pump.install(PROMOTED, B);
    assertThat(pump.replica(A).entries()).isEqualTo(3);
    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over");

    pump.install(PROMOTED, A);
    assertThat(pump.replica(A).entries()).isEqualTo(1);
    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "slot 0: " + B + " does");
  }

  @Test
  void aHandoverCalledOff_unsealsTheSlotWithAllItsEntries() {
    pump.install(MOVING, A, B);
    pump.run();

    pump.install(table(3, at(A), at(A)), A);

    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
    assertThat(pump.replica(A).entries()).isEqualTo(3);
    pump.tick(A);
    assertThat(pump.reports).hasSize(1);
  }

  @Test
  void aLearnerThatLearnsNoMore_dropsWhatItGot() {
    pump.install(MOVING, A, B);
    pump.run();

    pump.install(table(3, at(A), at(A)), B);
    pump.install(table(4, at(B), at(A)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void aSlotThatGetsAnotherLearner_isHandedOverAfresh() {
    pump.install(MOVING, A, B);
    pump.run();

    pump.install(table(3, moving(A, C), at(A)), A, B, C);
    assertThat(pump.put(A, 0, "k", "newer")).isEqualTo(new Reply.Done());
    pump.run();
    pump.install(table(4, at(C), at(A)), C);

    assertThat(pump.reports).last().isEqualTo(new HandedOver(3, A, C, SlotSet.of(0)));
    assertThat(pump.get(C, 0, "k")).isEqualTo(value("newer"));
  }

  @Test
  void aTick_asksAgainAboutWhatWasDeliveredAndReportsTheAnswer() {
    pump.install(MOVING, A, B);
    pump.step();
    pump.tick(A);
    assertThat(pump.reports).isEmpty();

    pump.run();
    pump.tick(A);
    assertThat(pump.reports).hasSize(1);
    pump.run();
    assertThat(pump.reports).hasSize(2).containsOnly(new HandedOver(2, A, B, SlotSet.of(0)));
  }

  @Test
  void aNewTableThatStillMovesTheSlot_isReportedUnderItsEpochAndSendsNoEntriesAgain() {
    pump.install(MOVING, A, B);
    pump.run();
    List<Chunk> before = List.copyOf(pump.delivered);

    pump.install(table(3, moving(A, B), at(C)), B, A);
    assertThat(pump.reports).hasSize(1);
    pump.run();

    assertThat(pump.reports).last().isEqualTo(new HandedOver(3, A, B, SlotSet.of(0)));
    assertThat(pump.delivered)
        .hasSize(before.size() + 1)
        .last()
        .isEqualTo(before.get(before.size() - 1))
        .satisfies(confirmation -> assertThat(confirmation.parts()).isEmpty());
    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
  }

  @Test
  void aNewTableMidway_letsTheHandoverGoOn() {
    pump.install(MOVING, A, B);
    pump.step();

    pump.install(table(3, moving(A, B), at(C)), A, B);
    pump.run();

    assertThat(pump.delivered).extracting(Chunk::sequence).containsExactly(0, 1, 2);
    assertThat(pump.reports).containsExactly(new HandedOver(3, A, B, SlotSet.of(0)));
  }

  @Test
  void whatALearnerGot_staysUnderANewTableThatStillMovesTheSlot() {
    pump.install(MOVING, A, B);
    pump.run();

    pump.install(table(3, moving(A, B), at(C)), A, B);
    pump.install(table(4, at(B), at(C)), A, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void whatALearnerGot_isNotCountedUntilItServesTheSlot() {
    pump.install(MOVING, A, B);
    pump.run();
    assertThat(pump.replica(B).entries()).isZero();

    pump.install(PROMOTED, B);
    assertThat(pump.replica(B).entries()).isEqualTo(2);
  }

  @Test
  void oneOfSeveralSlotsThatMovesNoMore_startsTheRestAfresh() {
    pump.install(table(2, moving(A, B), moving(A, B)), A, B);
    pump.run();

    pump.install(table(3, moving(A, B), at(A)), A, B);
    assertThat(pump.put(A, 0, "k", "newer")).isEqualTo(new Reply.Done());
    pump.run();
    pump.install(table(4, at(B), at(A)), A, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("newer"));
    assertThat(pump.get(A, 1, "stays")).isEqualTo(value("here"));
  }

  @Test
  void twoLearners_areServedSideBySide() {
    pump.install(table(2, moving(A, B), moving(A, C)), A, B, C);
    pump.run();

    assertThat(pump.reports)
        .containsExactlyInAnyOrder(
            new HandedOver(2, A, B, SlotSet.of(0)), new HandedOver(2, A, C, SlotSet.of(1)));
  }

  @Test
  void twoPrimaries_canHandOverToTheSameLearner() {
    pump.install(table(2, at(A), at(C)), A, B, C);
    pump.put(C, 1, "c", "x");
    pump.install(table(3, moving(A, B), moving(C, B)), A, B, C);
    pump.run();
    pump.install(table(4, at(B), at(B)), A, B, C);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
    assertThat(pump.get(B, 1, "c")).isEqualTo(value("x"));
    assertThat(pump.reports).hasSize(2);
  }
}
