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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to node A, which has slots 0 and 1 of four; slot 2 is B's, slot 3 moves from B to A. */
class ReplicaTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final SlotTable TABLE = table(5, at(A), at(A), at(B), moving(B, A));

  private final Pump pump = new Pump(A);

  @BeforeEach
  void installTheTable() {
    pump.install(TABLE, A);
  }

  @Test
  void put_thenGet_returnsTheValue() {
    assertThat(pump.put(A, 0, "k", "v")).isEqualTo(new Reply.Done());

    assertThat(pump.get(A, 0, "k")).isEqualTo(value("v"));
  }

  @Test
  void put_thenPut_keepsTheLaterValue() {
    pump.put(A, 0, "k", "old");
    pump.put(A, 0, "k", "new");

    assertThat(pump.get(A, 0, "k")).isEqualTo(value("new"));
    assertThat(pump.replica(A).entries()).isEqualTo(1);
  }

  @Test
  void putOfAnEmptyValue_thenGet_returnsTheEmptyValue() {
    pump.put(A, 0, "k", "");

    assertThat(pump.get(A, 0, "k")).isEqualTo(value(""));
  }

  @Test
  void get_ofAKeyThatIsNotThere_findsNothing() {
    assertThat(pump.get(A, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void exists_saysWhetherTheKeyIsThere() {
    pump.put(A, 0, "k", "v");

    assertThat(pump.request(A, 0, KeyRequest.exists(KEY))).isEqualTo(new Reply.Presence(true));
    assertThat(pump.request(A, 1, KeyRequest.exists(KEY))).isEqualTo(new Reply.Presence(false));
  }

  @Test
  void delete_thenGet_findsNothing() {
    pump.put(A, 0, "k", "v");

    assertThat(pump.request(A, 0, KeyRequest.delete(KEY))).isEqualTo(new Reply.Presence(true));
    assertThat(pump.get(A, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void delete_thenDelete_saysThatItWasGone() {
    pump.put(A, 0, "k", "v");
    pump.request(A, 0, KeyRequest.delete(KEY));

    assertThat(pump.request(A, 0, KeyRequest.delete(KEY))).isEqualTo(new Reply.Presence(false));
    assertThat(pump.replica(A).entries()).isZero();
  }

  @Test
  void aRequestForAnothersSlot_isRefusedWithItsOwnerAndTheEpoch() {
    Reply reply = pump.put(A, 2, "k", "v");

    assertRefused(reply, ErrorCode.NOT_OWNER, "slot 2: " + B + " does");
    assertThat(((Reply.Failure) reply).epoch()).isEqualTo(5);
  }

  @Test
  void aRequestForASlotThatIsStillBeingLearned_isRefusedWithItsOwner() {
    assertRefused(pump.get(A, 3, "k"), ErrorCode.NOT_OWNER, "slot 3: " + B + " does");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 4, Integer.MAX_VALUE})
  void aRequestForASlotThatIsNotThere_isRefusedByNumber(int slot) {
    assertRefused(pump.get(A, slot, "k"), ErrorCode.NOT_OWNER, "no slot " + slot);
  }

  @Test
  void aRequestBeforeAnyTable_isRefusedWithEpochZero() {
    pump.restart(A, 1);

    Reply reply = pump.get(A, 0, "k");

    assertRefused(reply, ErrorCode.NOT_OWNER, "no slot 0");
    assertThat(((Reply.Failure) reply).epoch()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 4, 6, Long.MAX_VALUE})
  void aRequestOfAnotherEpoch_isServedUnderTheNodesOwnTable(long epoch) {
    SlotRequest request = new SlotRequest(epoch, 0, KeyRequest.get(KEY));

    assertThat(pump.replica(A).on(request)).isEqualTo(nothing());
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 4, 1})
  void aTableThatIsNotNewer_isAMistake(long epoch) {
    SlotTable late = table(epoch, at(B));

    assertThatThrownBy(() -> pump.replica(A).install(late))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch " + epoch)
        .hasMessageContaining("5");
    assertThat(pump.replica(A).slotsServed()).isEqualTo(2);
  }

  @Test
  void aSlotThatGoesToAnotherAtOnce_isDropped() {
    pump.put(A, 0, "k", "v");

    pump.install(table(6, at(C), at(A), at(B), at(B)), A);
    assertThat(pump.replica(A).entries()).isZero();

    pump.install(table(7, at(A), at(A), at(B), at(B)), A);
    assertThat(pump.get(A, 0, "k")).isEqualTo(nothing());
  }

  @Test
  void aSlotThatStays_keepsItsEntriesUnderTheNewTable() {
    pump.put(A, 1, "k", "v");

    pump.install(table(9, at(B), at(A), at(B), at(B)), A);

    assertThat(pump.get(A, 1, "k")).isEqualTo(value("v"));
    assertThat(pump.replica(A).epoch()).isEqualTo(9);
  }

  @Test
  void aTableInWhichNothingLeavesTheNode_asksForNothing() {
    assertThat(pump.replica(A).install(table(6, at(A), at(A), at(A), moving(B, A)))).isEmpty();
    assertThat(pump.replica(A).onTick()).isEmpty();
  }

  @Test
  void slotsServed_areThoseOfWhichTheNodeIsPrimary() {
    assertThat(pump.replica(A).slotsServed()).isEqualTo(2);
    pump.restart(A, 1);
    assertThat(pump.replica(A).slotsServed()).isZero();
  }

  @Test
  void entries_countsKeysOverAllSlots() {
    pump.put(A, 0, "k", "v");
    pump.put(A, 1, "k", "v");
    pump.put(A, 1, "l", "v");

    assertThat(pump.replica(A).entries()).isEqualTo(3);
  }

  @Test
  void effects_ofATableInWhichOthersMove_areNone() {
    assertThat(pump.replica(A).install(table(6, at(A), at(A), moving(B, C), moving(C, B))))
        .isEqualTo(List.of());
  }
}
