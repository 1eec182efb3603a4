package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotTableTest {
  private static final NodeName A = NodeName.numbered(1, "h");
  private static final NodeName B = NodeName.numbered(2, "h");
  private static final NodeName C = NodeName.numbered(3, "h");

  /** Slots 0 and 3 stay with A, slot 1 with B, slot 2 is moving from B to C. */
  private static final SlotTable TABLE =
      SlotTable.of(
          7,
          List.of(
              SlotOwners.of(A, 1),
              SlotOwners.of(B, 1),
              new SlotOwners(B, C, 1),
              SlotOwners.of(A, 1)));

  @Test
  void noTable_hasEpochZeroAndNoSlots() {
    assertThat(SlotTable.NONE.epoch()).isZero();
    assertThat(SlotTable.NONE.isEmpty()).isTrue();
    assertThat(SlotTable.NONE.nodes()).isEmpty();
  }

  @Test
  void epochZero_isRefusedForATableWithSlots() {
    List<SlotOwners> owners = List.of(SlotOwners.of(A, 1));

    assertThatThrownBy(() -> SlotTable.of(0, owners))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("epoch 0");
  }

  @Test
  void aTableWithoutSlots_isRefused() {
    assertThatThrownBy(() -> SlotTable.of(1, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 slots");
  }

  @Test
  void aSlot_hasTheOwnersAtItsPlace() {
    assertThat(TABLE.slotCount()).isEqualTo(4);
    assertThat(TABLE.owners(2)).isEqualTo(new SlotOwners(B, C, 1));
    assertThat(TABLE.allOwners()).hasSize(4).element(1).isEqualTo(SlotOwners.of(B, 1));
  }

  @Test
  void aSlotThatIsNotThere_isRefused() {
    assertThatThrownBy(() -> TABLE.owners(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> TABLE.owners(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nodes_areAllThatServeOrLearn() {
    assertThat(TABLE.nodes()).containsExactly(A, B, C);
  }

  @Test
  void slotsServed_countsPrimariesAlone() {
    assertThat(TABLE.slotsServed()).isEqualTo(Map.of(A, 2, B, 2));
  }

  @Test
  void moving_countsTheSlotsWithALearner() {
    assertThat(TABLE.moving()).isEqualTo(1);
  }

  @Test
  void slotsWhere_givesTheSlotsThatMeetTheCondition() {
    assertThat(TABLE.slotsWhere(owners -> owners.primary().equals(A))).isEqualTo(SlotSet.of(0, 3));
  }

  @Test
  void theListItWasMadeFrom_canChangeWithoutIt() {
    List<SlotOwners> owners = new ArrayList<>(TABLE.allOwners());
    SlotTable table = SlotTable.of(7, owners);

    owners.set(0, SlotOwners.of(C, 1));

    assertThat(table).isEqualTo(TABLE);
  }

  @Test
  void anotherEpoch_isAnotherTableWithTheSameOwners() {
    SlotTable later = SlotTable.of(8, TABLE.allOwners());

    assertThat(later).isNotEqualTo(TABLE);
    assertThat(later.sameOwners(TABLE)).isTrue();
  }

  @Test
  void equalContent_isEqual() {
    SlotTable same = SlotTable.of(7, TABLE.allOwners());

    assertThat(same).isEqualTo(TABLE).hasSameHashCodeAs(TABLE);
  }

  @Test
  void aNode_cannotLearnFromItself() {
    assertThatThrownBy(() -> new SlotOwners(A, A, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(A.value());
  }

  @Test
  void aMovingSlot_namesWhereItIsGoing() {
    SlotOwners moving = new SlotOwners(B, C, 1);

    assertThat(moving.destination()).isEqualTo(C);
    assertThat(moving.isMoving(B, C)).isTrue();
    assertThat(moving.isMoving(C, B)).isFalse();
    assertThat(SlotOwners.of(B, 1).destination()).isEqualTo(B);
  }
}
