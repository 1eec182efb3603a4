package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.assertRefused;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static io.apothik.replica.Pump.nothing;
import static io.apothik.replica.Pump.table;
import static io.apothik.replica.Pump.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Slot 0 moves from A to B in epoch 2, does not in epoch 3, and moves again in epoch 4; but not
 * everybody sees every table.
 */
class SkippedTableTest {
  private static final SlotTable MOVING = table(2, moving(A, B), at(A));
  private static final SlotTable CALLED_OFF = table(3, at(A), at(A));
  private static final SlotTable MOVING_AGAIN = table(4, moving(A, B), at(A));
  private static final SlotTable PROMOTED = table(5, at(B), at(A));
  private static final HandedOver UNDER_2 = new HandedOver(2, A, B, SlotSet.of(0));
  private static final HandedOver UNDER_4 = new HandedOver(4, A, B, SlotSet.of(0));

  private final Pump pump = new Pump(A, B);

  @BeforeEach
  void fillNodeA() {
    pump.install(table(1, at(A), at(A)), A, B);
    pump.put(A, 0, "k", "v");
    pump.put(A, 0, "l", "w");
    pump.install(MOVING, A, B);
  }

  @Test
  void aPrimaryThatSkipsTheTable_doesNotReportWhatTheLearnerDropped() {
    pump.run();
    pump.install(CALLED_OFF, B);
    pump.install(MOVING_AGAIN, B, A);

    assertRefused(pump.step(), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");

    assertThat(pump.reports).containsExactly(UNDER_2);
    assertThat(pump.nextSend().chunk()).matches(SkippedTableTest::isFirst);
  }

  @Test
  void aPrimaryThatSkipsTheTable_handsEverythingOverAgain() {
    pump.run();
    pump.install(CALLED_OFF, B);
    pump.install(MOVING_AGAIN, B, A);
    pump.run();
    assertThat(pump.reports).containsExactly(UNDER_2, UNDER_4);

    pump.install(PROMOTED, B, A);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
    assertThat(pump.get(B, 0, "l")).isEqualTo(value("w"));
    assertThat(pump.replica(A).entries()).isZero();
  }

  @Test
  void aPrimaryThatSkipsTheTableMidway_startsAfreshWithWhatItHasThen() {
    pump.step();
    Effect.Send midway = pump.nextSend();
    pump.install(CALLED_OFF, B);
    pump.install(MOVING_AGAIN, B, A);

    Reply refusal = pump.deliver(B, midway.chunk());
    assertRefused(refusal, ErrorCode.OUT_OF_SEQUENCE, "chunk 1");
    pump.answer(midway, refusal);
    assertThat(pump.put(A, 0, "k", "newer")).isEqualTo(new Reply.Done());
    pump.run();
    pump.install(PROMOTED, B);

    assertThat(pump.reports).containsExactly(UNDER_4);
    assertThat(pump.get(B, 0, "k")).isEqualTo(value("newer"));
    assertThat(pump.get(B, 0, "l")).isEqualTo(value("w"));
  }

  @Test
  void aPrimaryThatHasNoneOfTheTables_doesNotReportWhatTheLearnerDropped() {
    pump.run();
    pump.install(CALLED_OFF, B);
    pump.tick(A);

    assertRefused(pump.step(), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");

    assertThat(pump.reports).containsExactly(UNDER_2);
    pump.install(CALLED_OFF, A);
    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aLearnerThatSkipsTheTable_getsEverythingAgainAsItIsThen() {
    pump.run();
    pump.install(CALLED_OFF, A);
    pump.put(A, 0, "k", "newer");
    pump.request(A, 0, KeyRequest.delete(Bytes.utf8("l")));
    pump.install(MOVING_AGAIN, A, B);
    pump.run();
    assertThat(pump.reports).containsExactly(UNDER_2, UNDER_4);

    pump.install(PROMOTED, B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("newer"));
    assertThat(pump.get(B, 0, "l")).isEqualTo(nothing());
  }

  @Test
  void aLearnerThatSkipsTheTable_confirmsTheNewBatchAlone() {
    pump.steps(2);
    Effect.Send confirmation = pump.nextSend();
    Reply late = pump.deliver(B, confirmation.chunk());
    pump.install(CALLED_OFF, A);
    pump.install(MOVING_AGAIN, A, B);

    pump.answer(confirmation, late);
    pump.answer(confirmation, new Reply.Accepted(4));

    assertThat(pump.reports).isEmpty();
    assertThat(pump.nextSend().chunk()).matches(SkippedTableTest::isFirst);
    assertThat(pump.isIdle()).isTrue();
  }

  @Test
  void aTableThatBothSkip_changesNothing() {
    pump.run();
    pump.install(MOVING_AGAIN, B, A);
    pump.run();

    assertThat(pump.reports).containsExactly(UNDER_2, UNDER_4);
    assertThat(pump.delivered).filteredOn(chunk -> !chunk.parts().isEmpty()).hasSize(1);
  }

  private static boolean isFirst(Chunk chunk) {
    return chunk.sequence() == 0;
  }
}
