package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  @Test
  void aLifeInMemory_leadsThroughAJoinAndALeave() {
    SlotTable table = WarmUp.run();

    assertThat(table.nodes()).containsExactly(node(1), node(3), node(4));
    assertThat(table.moving()).isZero();
  }

  private static NodeName node(int number) {
    return NodeName.numbered(number, "warm-up");
  }
}
