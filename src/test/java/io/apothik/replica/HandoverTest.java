package io.apothik.replica;

import static io.apothik.replica.Replicas.A;
import static io.apothik.replica.Replicas.B;
import static io.apothik.replica.Replicas.C;
import static io.apothik.replica.Replicas.inSync;
import static io.apothik.replica.Replicas.owners;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Operation;
import io.apothik.message.Pauses;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For how long nobody serves a slot that moves. */
class HandoverTest {
  private final Replicas replicas = inSync(A, B);

  @Test
  void aMove_isCountedWhereTheSlotGoes() {
    SlotTable next = next();
    replicas.installAt(next, A, B, C);
    replicas.deliver();

    assertThat(pauses(B)).isEqualTo(new Pauses(1, 0, 0));
    assertThat(pauses(A)).isEqualTo(Pauses.NONE);
  }

  @Test
  void theOldPrimaryStoppedEarlier_thePauseBeganThen() {
    SlotTable next = next();
    replicas.lose(sent -> sent.is(Yielded.class));
    replicas.installAt(next, A);
    replicas.deliver();
    replicas.lose(sent -> false);
    replicas.pass(100);
    replicas.installAt(next, B, C);
    replicas.pass(50);
    replicas.deliver();

    // 100 ms before the new primary heard of the table, and 50 until the old one's word came.
    assertThat(pauses(B)).isEqualTo(new Pauses(1, 150, 150));
  }

  @Test
  void theWordOfTheOldPrimary_comesBeforeTheTable_andNeedsNoOther() {
    SlotTable next = next();
    replicas.installAt(next, A);
    replicas.deliver();
    replicas.pass(30);
    replicas.installAt(next, B);

    assertThat(pauses(B)).isEqualTo(new Pauses(1, 30, 30));
  }

  @Test
  void theNewPrimaryHeardOfItEarlier_thatIsNoPause_asItsCallersStillGoToTheOldOne() {
    SlotTable next = next();
    replicas.installAt(next, B, C);
    replicas.pass(100);
    replicas.deliver();
    replicas.installAt(next, A);
    replicas.deliver();

    assertThat(pauses(B)).isEqualTo(new Pauses(1, 0, 0));
  }

  @Test
  void callersCameEarlier_thePauseBeganThen() {
    SlotTable next = next();
    replicas.installAt(next, B, C);
    replicas.route(B);
    replicas.pass(100);
    replicas.deliver();
    replicas.installAt(next, A);
    replicas.pass(50);
    replicas.deliver();

    assertThat(pauses(B)).isEqualTo(new Pauses(1, 150, 150));
  }

  @Test
  void theWordOfTheOldPrimary_lost_isAskedForAgain_andCountedOnce() {
    replicas.lose(sent -> sent.is(Yielded.class));
    replicas.installAt(next(), A, B, C);
    replicas.deliver();
    replicas.lose(sent -> false);
    replicas.pass(100);
    replicas.deliver();
    replicas.pass(100);
    replicas.deliver();

    assertThat(pauses(B)).isEqualTo(new Pauses(1, 100, 100));
  }

  @Test
  void aFailover_isNotCounted() {
    replicas.lose(sent -> sent.is(Takeover.class) && sent.to().equals(A));
    replicas.installAt(replicas.next(owners(3, 1, B, List.of(), List.of())), B, C);
    replicas.pass(1_100);
    replicas.renewLeases();

    assertThat(replicas.askAndDeliver(B, new Operation.Get())).isNotNull();
    assertThat(pauses(B)).isEqualTo(Pauses.NONE);
  }

  @Test
  void pauses_areSummedUp() {
    replicas.installAt(next(), A, B, C);
    replicas.deliver();
    SlotTable back = replicas.next(owners(4, 1, A, List.of(B), List.of()));
    replicas.installAt(back, B);
    replicas.deliver();
    replicas.pass(200);
    replicas.installAt(back, A, C);
    replicas.pass(20);
    replicas.deliver();
    SlotTable again = replicas.next(owners(5, 1, B, List.of(A), List.of()));
    replicas.installAt(again, A);
    replicas.deliver();
    replicas.pass(50);
    replicas.installAt(again, B, C);
    replicas.pass(20);
    replicas.deliver();

    assertThat(pauses(A)).isEqualTo(new Pauses(1, 200, 200));
    assertThat(pauses(B)).isEqualTo(new Pauses(2, 50, 50));
    assertThat(pauses(B).meanMillis()).isEqualTo(25);
    assertThat(pauses(A).and(pauses(B))).isEqualTo(new Pauses(3, 200, 250));
  }

  private SlotTable next() {
    return replicas.next(owners(3, 1, B, List.of(A), List.of()));
  }

  private Pauses pauses(NodeName node) {
    return replicas.holdings(node).pauses();
  }
}
