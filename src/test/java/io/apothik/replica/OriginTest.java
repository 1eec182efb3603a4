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
import io.apothik.message.Reply;
import io.apothik.slot.HandedOver;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of the entries of slot 0, which A serves at first, when its origin changes. */
class OriginTest {
  private final Pump pump = new Pump(A, B);

  @BeforeEach
  void fillNodeA() {
    pump.install(table(1, at(A), at(A)), A, B);
    pump.put(A, 0, "k", "v");
    pump.put(A, 1, "stays", "here");
  }

  @Test
  void aLearnerWhosePrimaryDied_beginsEmpty() {
    pump.install(table(2, moving(A, B), at(A)), A, B);
    pump.run();

    pump.install(table(3, SlotOwners.of(B, 3), SlotOwners.of(B, 3)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
    assertThat(pump.replica(B).entries()).isZero();
  }

  @Test
  void aLearnerWhosePrimaryDiedAfterItsReport_servesWhatItGot() {
    pump.install(table(2, moving(A, B), at(A)), A, B);
    pump.run();

    pump.install(table(3, at(B), SlotOwners.of(B, 3)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aNodeThatLearnsASlotOfAnotherOrigin_dropsWhatItLearnedOfTheFirst() {
    pump.install(table(2, moving(A, B), at(A)), A, B);
    pump.run();

    pump.install(table(4, new SlotOwners(C, B, 3), at(A)), B);
    pump.install(table(5, SlotOwners.of(B, 3), at(A)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void aNodeThatRegainsASlotOfAnotherOrigin_dropsItsOldCopy() {
    pump.install(table(7, SlotOwners.of(A, 6), at(A)), A);

    assertThat(pump.get(A, 0, "k")).isEqualTo(nothing());
    assertThat(pump.get(A, 1, "stays")).isEqualTo(value("here"));
  }

  @Test
  void aNodeThatHandsOverASlotOfAnotherOrigin_dropsItsOldCopyToo() {
    pump.install(table(7, new SlotOwners(A, B, 6), at(A)), A, B);
    pump.run();
    pump.install(table(8, SlotOwners.of(B, 6), at(A)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void aNodeWhoseSlotKeepsItsOrigin_keepsItsEntries() {
    pump.install(table(7, at(A), SlotOwners.of(B, 6)), A);

    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
    assertThat(pump.replica(A).entries()).isEqualTo(1);
  }

  /** The nodes were thought dead, and meet again in the same roles. */
  @Test
  void aBatchOfAnotherOrigin_isGivenUpByBothSides() {
    pump.install(table(2, moving(A, B), at(A)), A, B);
    pump.step();
    Effect.Send old = pump.nextSend();
    pump.install(table(8, new SlotOwners(A, B, 7), at(A)), A, B);

    Reply refusal = pump.deliver(B, old.chunk());
    assertRefused(refusal, ErrorCode.OUT_OF_SEQUENCE, "chunk 1");
    pump.answer(old, refusal);
    pump.run();
    pump.install(table(9, SlotOwners.of(B, 7), at(A)), B);

    assertThat(pump.reports).containsExactly(new HandedOver(8, A, B, SlotSet.of(0)));
    assertThat(pump.delivered).last().matches(chunk -> chunk.batch() > old.chunk().batch());
    assertThat(pump.get(B, 0, "k")).isEqualTo(nothing());
  }
}
