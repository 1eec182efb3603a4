package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModuloRingTest {
  private static final Incarnation ONE = process(1);
  private static final Incarnation TWO = process(2);
  private static final Incarnation TEN = process(10);

  @Test
  void nodesInAnyOrder_haveTheSlotsInTheOrderOfTheirNumbers() {
    SlotTable table = ModuloRing.table(3, List.of(TEN, ONE, TWO));

    assertThat(table.epoch()).isEqualTo(3);
    assertThat(owners(table)).containsExactly(ONE.node(), TWO.node(), TEN.node());
  }

  @Test
  void oneNodeLess_isOneSlotLess() {
    assertThat(owners(ModuloRing.table(4, List.of(ONE, TEN))))
        .containsExactly(ONE.node(), TEN.node());
  }

  @Test
  void noNodes_haveNoTable() {
    assertThat(ModuloRing.table(5, List.of())).isSameAs(SlotTable.NONE);
  }

  private static List<NodeName> owners(SlotTable table) {
    return table.allOwners().stream().map(owners -> owners.primary().node()).toList();
  }

  private static Incarnation process(int number) {
    return new Incarnation(NodeName.numbered(number, "h"), "i" + number);
  }
}
