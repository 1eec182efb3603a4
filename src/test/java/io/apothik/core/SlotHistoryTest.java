package io.apothik.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Limits;
import io.apothik.slot.Copy;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotHistoryTest {
  private static final Copy A = new Copy(NodeName.numbered(1, "h"), 1);
  private static final Copy B = new Copy(NodeName.numbered(2, "h"), 2);
  private static final SlotOwners ALONE = SlotOwners.founded(A);
  private static final SlotOwners FILLING = new SlotOwners(A, List.of(), List.of(B), 1);
  private static final SlotOwners COPIED = new SlotOwners(A, List.of(B), List.of(), 1);

  private final SlotHistory history = new SlotHistory(2);

  @Test
  void onlyWhatChanged_isRemembered_withItsAge() {
    SlotTable first = table(1, ALONE, ALONE);
    SlotTable second = table(2, ALONE, FILLING);
    history.note(SlotTable.NONE, first, 1_000);
    history.note(first, second, 3_000);

    assertThat(history.moves(0, 3_500)).containsExactly(new Move(1, 2_500, ALONE));
    assertThat(history.moves(1, 3_500))
        .containsExactly(new Move(1, 2_500, ALONE), new Move(2, 500, FILLING));
  }

  @Test
  void theOldest_areForgotten() {
    SlotTable before = SlotTable.NONE;
    for (int epoch = 1; epoch <= 100; epoch++) {
      SlotTable next = table(epoch, ALONE, epoch % 2 == 0 ? COPIED : FILLING);
      history.note(before, next, epoch);
      before = next;
    }

    assertThat(history.moves(1, 100)).hasSize(Limits.SLOT_MOVES_MAX);
    assertThat(history.moves(1, 100)).last().isEqualTo(new Move(100, 0, COPIED));
    assertThat(history.moves(0, 100)).hasSize(1);
  }

  @Test
  void aSlotThatNoTableHas_hasNoHistory() {
    assertThat(history.moves(2, 0)).isEmpty();
    assertThat(history.moves(0, 0)).isEmpty();
  }

  @Test
  void severalHistories_becomeOne_inTheOrderOfEpochs() {
    List<Move> old = List.of(new Move(1, 900, ALONE), new Move(2, 500, FILLING));
    List<Move> skipped = List.of(new Move(2, 490, FILLING), new Move(5, 100, COPIED));
    List<Move> joined = List.of(new Move(6, 50, COPIED));

    assertThat(SlotHistory.merged(List.of(joined, skipped, old)))
        .containsExactly(
            new Move(1, 900, ALONE), new Move(2, 500, FILLING), new Move(5, 100, COPIED));
  }

  @Test
  void twoTablesOfOneEpoch_theFirstNodeIsBelieved() {
    List<Move> one = List.of(new Move(2, 10, FILLING));
    List<Move> other = List.of(new Move(2, 20, COPIED));

    assertThat(SlotHistory.merged(List.of(one, other))).containsExactly(new Move(2, 20, FILLING));
  }

  private static SlotTable table(long epoch, SlotOwners... owners) {
    return SlotTable.of(epoch, List.of(), List.of(), List.of(owners), List.of());
  }
}
