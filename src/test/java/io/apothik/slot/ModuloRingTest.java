package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModuloRingTest {
  private static final NodeName ONE = NodeName.numbered(1, "h");
  private static final NodeName TWO = NodeName.numbered(2, "h");
  private static final NodeName TEN = NodeName.numbered(10, "h");

  @Test
  void nodesInAnyOrder_haveTheSlotsInTheOrderOfTheirNumbers() {
    SlotTable table = ModuloRing.table(3, List.of(TEN, ONE, TWO));

    assertThat(table.epoch()).isEqualTo(3);
    assertThat(table.allOwners())
        .containsExactly(SlotOwners.of(ONE, 1), SlotOwners.of(TWO, 1), SlotOwners.of(TEN, 1));
  }

  @Test
  void oneNodeLess_isOneSlotLess() {
    assertThat(ModuloRing.table(4, List.of(ONE, TEN)).allOwners())
        .containsExactly(SlotOwners.of(ONE, 1), SlotOwners.of(TEN, 1));
  }

  @Test
  void noNodes_haveNoTable() {
    assertThat(ModuloRing.table(5, List.of())).isSameAs(SlotTable.NONE);
  }
}
