package io.apothik.replica;

import static io.apothik.replica.Pump.A;
import static io.apothik.replica.Pump.B;
import static io.apothik.replica.Pump.assertRefused;
import static io.apothik.replica.Pump.at;
import static io.apothik.replica.Pump.moving;
import static io.apothik.replica.Pump.table;
import static io.apothik.replica.Pump.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.ErrorCode;
import io.apothik.message.Reply;
import io.apothik.slot.HandedOver;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Slot 0 moves from A to B in epoch 2, does not in epoch 3, and moves again in epoch 4; one of them
 * is behind the other, and may yet see the table between.
 */
class LaggingTableTest {
  private static final SlotTable MOVING = table(2, moving(A, B));
  private static final SlotTable CALLED_OFF = table(3, at(A));
  private static final SlotTable MOVING_AGAIN = table(4, moving(A, B));
  private static final HandedOver UNDER_4 = new HandedOver(4, A, B, SlotSet.of(0));

  private final Pump pump = new Pump(A, B);

  @BeforeEach
  void deliverEverything() {
    pump.install(table(1, at(A)), A, B);
    pump.put(A, 0, "k", "v");
    pump.install(MOVING, A, B);
    pump.run();
    pump.reports.clear();
  }

  /** Else A could unseal the slot, and write to it, when it has reported it already. */
  @Test
  void aPrimaryThatIsBehindItsLearner_doesNotReport() {
    pump.install(MOVING_AGAIN, B);
    pump.tick(A);

    assertThat(pump.step()).isEqualTo(new Reply.Accepted(4));

    assertThat(pump.reports).isEmpty();
    pump.install(CALLED_OFF, A);
    assertThat(pump.put(A, 0, "k", "newer")).isEqualTo(new Reply.Done());
  }

  @Test
  void aPrimaryThatWasBehind_reportsWhenItHasTheTable() {
    pump.install(MOVING_AGAIN, B);
    pump.tick(A);
    pump.run();

    pump.install(MOVING_AGAIN, A);
    pump.run();

    assertThat(pump.reports).containsExactly(UNDER_4);
  }

  /** Else B could drop what it holds when that has been reported already. */
  @Test
  void aPrimaryThatIsAheadOfItsLearner_doesNotReport() {
    pump.install(MOVING_AGAIN, A);

    assertThat(pump.step()).isEqualTo(new Reply.Accepted(2));

    assertThat(pump.reports).isEmpty();
    assertRefused(pump.get(A, 0, "k"), ErrorCode.NOT_OWNER, "is handing slot 0 over");
  }

  @Test
  void aLearnerThatIsBehind_isAskedAgainShortlyUntilItHasTheTable() {
    pump.install(MOVING_AGAIN, A);
    pump.step();
    pump.retry();
    pump.step();
    assertThat(pump.reports).isEmpty();

    pump.install(MOVING_AGAIN, B);
    pump.retry();
    pump.run();

    assertThat(pump.reports).containsExactly(UNDER_4);
    assertThat(pump.later).isEmpty();
  }

  @Test
  void aLearnerThatIsBehindAndSeesTheTableBetween_getsEverythingAgain() {
    pump.install(MOVING_AGAIN, A);
    pump.step();
    pump.install(CALLED_OFF, B);
    pump.install(MOVING_AGAIN, B);
    pump.retry();

    assertRefused(pump.step(), ErrorCode.OUT_OF_SEQUENCE, "chunk 2");
    pump.run();
    assertThat(pump.reports).containsExactly(UNDER_4);
    pump.install(table(5, at(B)), B);

    assertThat(pump.get(B, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void aConfirmationThatIsLost_isAskedForAtTheNextTickAndNoOtherTime() {
    for (int i = 0; i < 3; i++) {
      pump.tick(A);
      pump.timeOut(pump.nextSend());
    }

    assertThat(pump.later).isEmpty();
    assertThat(pump.isIdle()).isTrue();
    pump.tick(A);
    pump.run();
    assertThat(pump.reports).containsExactly(new HandedOver(2, A, B, SlotSet.of(0)));
  }
}
