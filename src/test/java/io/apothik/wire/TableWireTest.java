package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.NodeName;
import io.apothik.slot.Planner;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableWireTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 5, 100})
  void aTableInWhichSlotsMove_comesBackAsItWas(int nodes) {
    Planner planner = new Planner(16_384);
    SlotTable first = planner.plan(SlotTable.NONE, nodes(nodes), Set.of(), List.of());
    SlotTable moving = planner.plan(first, nodes(nodes + 1), Set.of(), List.of());

    assertThat(TableWire.decode(TableWire.encode(first))).isEqualTo(first);
    assertThat(TableWire.decode(TableWire.encode(moving))).isEqualTo(moving);
  }

  @Test
  void noTable_comesBackAsNoTable() {
    assertThat(TableWire.decode(TableWire.encode(SlotTable.NONE))).isSameAs(SlotTable.NONE);
  }

  @Test
  void neighboursOfDifferentOrigin_keepTheirOrigins() {
    NodeName a = NodeName.numbered(1, "h");
    NodeName b = NodeName.numbered(2, "h");
    SlotTable table =
        SlotTable.of(
            9,
            List.of(
                SlotOwners.of(a, 1),
                SlotOwners.of(a, 9),
                SlotOwners.of(a, 9),
                new SlotOwners(a, b, Long.MAX_VALUE),
                new SlotOwners(a, b, 2)));

    assertThat(TableWire.decode(TableWire.encode(table))).isEqualTo(table);
  }

  @Test
  void aTableAfterADeath_comesBackAsItWas() {
    Planner planner = new Planner(16_384);
    SlotTable first = planner.plan(SlotTable.NONE, nodes(5), Set.of(), List.of());
    SlotTable second = planner.plan(first, nodes(3), Set.of(), List.of());

    assertThat(second.allOwners()).extracting(SlotOwners::origin).contains(1L, 2L);
    assertThat(TableWire.decode(TableWire.encode(second))).isEqualTo(second);
  }

  @Test
  void neighboursWithTheSameOwners_takeOneRun() {
    SlotTable table = new Planner(16_384).plan(SlotTable.NONE, nodes(5), Set.of(), List.of());

    assertThat(TableWire.encode(table).length()).isLessThan(250);
  }

  @ParameterizedTest(name = "a run of {0} slots: {1}, {2}")
  @CsvSource({
    "0, 0, -1",
    "-1, 0, -1",
    "1048577, 0, -1",
    "2147483647, 0, -1",
    "1, -1, -1",
    "1, 2, -1",
    "1, 0, 2",
    "1, 0, -2",
    "1, 0, -2147483648",
    "1, 0, 0"
  })
  void aRunThatCannotBe_isRefused(int length, int primary, int learner) {
    Buffer table = table(1, "a@h", "b@h").appendInt(1);
    table.appendInt(length).appendInt(primary).appendInt(learner);

    assertThatThrownBy(() -> TableWire.decode(table)).isInstanceOf(WireException.class);
  }

  @Test
  void aMalformedName_isRefused() {
    Buffer table = table(1, "no name").appendInt(0);

    assertThatThrownBy(() -> TableWire.decode(table)).isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void slotsWithoutAnEpoch_areRefused(long epoch) {
    Buffer table = table(epoch, "a@h").appendInt(1).appendInt(1).appendInt(0).appendInt(-1);

    assertThatThrownBy(() -> TableWire.decode(table)).isInstanceOf(WireException.class);
  }

  private static Buffer table(long epoch, String... names) {
    Buffer table = Buffer.buffer().appendLong(epoch).appendInt(names.length);
    for (String name : names) {
      MessageWire.writeText(table, name);
    }
    return table;
  }

  private static List<NodeName> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> NodeName.numbered(i, "h")).toList();
  }
}
