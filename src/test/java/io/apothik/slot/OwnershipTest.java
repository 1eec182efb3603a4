package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnershipTest {
  private static final int SLOTS = 8;

  private final Ownership base = Ownership.of(all(1));

  @Test
  void equalOwners_areTheSameObjectAsBefore() {
    Ownership next = base.changedTo(replaced(all(1), 3, owners(2)));

    assertThat(next.slotsOtherThan(base)).isEqualTo(SlotSet.of(3));
    assertThat(base.slotsOtherThan(next)).isEqualTo(SlotSet.of(3));
    assertThat(next.of(2)).isSameAs(base.of(2));
  }

  @Test
  void withoutAChange_itIsTheSame() {
    assertThat(base.changedTo(all(1))).isSameAs(base);
  }

  @Test
  void slotsThatAreNamedThoughTheyStay_areNotOthers() {
    Ownership next = base.with(SlotSet.of(1, 5), List.of(owners(1), owners(2)));

    assertThat(next.slotsOtherThan(base)).isEqualTo(SlotSet.of(5));
  }

  @Test
  void overSeveralSteps_itIsComparedSlotBySlot() {
    Ownership first = base.with(SlotSet.of(1), List.of(owners(2)));
    Ownership back = first.with(SlotSet.of(1, 2), List.of(owners(1), owners(2)));

    assertThat(back.slotsOtherThan(base)).isEqualTo(SlotSet.of(2));
    assertThat(back.with(SlotSet.of(2), List.of(owners(1)))).isEqualTo(base);
  }

  @Test
  void anotherNumberOfSlots_differsInAll() {
    assertThat(base.slotsOtherThan(Ownership.NONE).size()).isEqualTo(SLOTS);
    assertThat(Ownership.NONE.slotsOtherThan(base).isEmpty()).isTrue();
    assertThat(base).isNotEqualTo(Ownership.NONE);
  }

  private static List<SlotOwners> all(int number) {
    return IntStream.range(0, SLOTS).mapToObj(slot -> owners(number)).toList();
  }

  private static List<SlotOwners> replaced(List<SlotOwners> all, int slot, SlotOwners owners) {
    return IntStream.range(0, SLOTS).mapToObj(i -> i == slot ? owners : all.get(i)).toList();
  }

  private static SlotOwners owners(int number) {
    return SlotOwners.founded(new Copy(NodeName.numbered(number, "h"), 1));
  }
}
