package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.JournalEvent;
import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Pauses;
import io.apothik.slot.Copy;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a node notes of tables that follow each other: two slots, which move from A to B. */
class TableChronicleTest {
  private static final Incarnation A = new Incarnation(NodeName.numbered(1, "h"), "a");
  private static final Incarnation B = new Incarnation(NodeName.numbered(2, "h"), "b");
  private static final SlotOwners OF_A = SlotOwners.founded(new Copy(A.node(), 1));
  private static final SlotOwners LEARNS =
      new SlotOwners(new Copy(A.node(), 1), List.of(), List.of(new Copy(B.node(), 2)), 1);
  private static final SlotOwners OF_B =
      new SlotOwners(new Copy(B.node(), 2), List.of(), List.of(), 3);
  private static final SlotTable FIRST =
      SlotTable.of(1, List.of(), List.of(A), List.of(OF_A, OF_A), List.of());

  private long nowNanos;
  private final Journal journal = new Journal(() -> 0);
  private final TableChronicle chronicle = new TableChronicle(journal, () -> nowNanos);

  private List<JournalEvent> events() {
    return journal.after(0).events();
  }

  private List<Kind> kinds() {
    return events().stream().map(JournalEvent::kind).toList();
  }

  private String text(Kind kind) {
    return events().stream()
        .filter(event -> event.kind() == kind)
        .reduce((first, later) -> later)
        .orElseThrow()
        .text();
  }

  @Test
  void theFirstTable_isAnEvent() {
    chronicle.onTable(FIRST);

    assertThat(text(Kind.NEW_EPOCH))
        .isEqualTo("epoch 1: the first table here, of 1 cache nodes and 2 slots");
  }

  @Test
  void aMigration_beginsAndEnds_andTheTablesBetweenAreNoEvents() {
    chronicle.onTable(FIRST);
    SlotTable begun = FIRST.next(List.of(A, B), List.of(LEARNS, LEARNS), List.of());
    SlotTable between = begun.next(List.of(A, B), List.of(OF_B, LEARNS), List.of());
    SlotTable ended = between.next(List.of(A, B), List.of(OF_B, OF_B), List.of());

    chronicle.onTable(begun);
    nowNanos = TimeUnit.MILLISECONDS.toNanos(4_200);
    chronicle.onTable(between);
    assertThat(kinds()).containsExactly(Kind.NEW_EPOCH, Kind.NEW_EPOCH, Kind.MIGRATION_BEGAN);
    assertThat(text(Kind.NEW_EPOCH)).isEqualTo("epoch 2: new in the ring: " + B.node());
    assertThat(text(Kind.MIGRATION_BEGAN)).startsWith("epoch 2: 2 slots move");

    chronicle.onPauses(new Pauses(2, 12, 18));
    chronicle.onTable(ended);
    assertThat(text(Kind.MIGRATION_ENDED))
        .isEqualTo(
            "epoch 4: no slot moves any more; 2 got another primary, in 4.2 s and 3 tables; this node took"
                + " 2 of them over, for which nobody answered for 9 ms on average, at the longest"
                + " 12 ms");
    assertThat(kinds()).hasSize(4);
  }

  @Test
  void whoIsOut_isNamed_withWhatPassed() {
    chronicle.onTable(SlotTable.of(5, List.of(), List.of(A, B), List.of(OF_A, OF_B), List.of()));
    chronicle.onTable(SlotTable.of(6, List.of(), List.of(A), List.of(OF_A, OF_A), List.of()));

    assertThat(text(Kind.NEW_EPOCH))
        .isEqualTo(
            "epoch 6: out of the ring: %s; 1 slots have another primary".formatted(B.node()));
  }

  @Test
  void lostSlots_andAnotherConfiguration_areEventsOfTheirOwn() {
    chronicle.onTable(FIRST);
    chronicle.onTable(
        FIRST
            .next(List.of(A), List.of(OF_A, OF_A), List.of(new Loss(2, 7)))
            .withTuning(new Tuning(2, 0, 1 << 20)));

    assertThat(text(Kind.SLOTS_LOST)).startsWith("7 slots lost every copy");
    assertThat(text(Kind.CONFIG_CHANGED)).startsWith("in force now: 2 backups");
  }
}
