package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlotSetTest {
  @Test
  void slotsInAnyOrder_streamInAscendingOrder() {
    SlotSet slots = SlotSet.of(16_383, 0, 7, 7);

    assertThat(slots.stream()).containsExactly(0, 7, 16_383);
    assertThat(slots.size()).isEqualTo(3);
    assertThat(slots).hasToString("3 slots");
  }

  @Test
  void onlyWhatWasAdded_isContained() {
    SlotSet slots = SlotSet.of(7);

    assertThat(slots.contains(7)).isTrue();
    assertThat(slots.contains(8)).isFalse();
  }

  @Test
  void theEmptySet_isEmpty() {
    assertThat(SlotSet.of().isEmpty()).isTrue();
    assertThat(SlotSet.of().stream()).isEmpty();
    assertThat(SlotSet.of(0).isEmpty()).isFalse();
  }

  @Test
  void equalContent_isEqual() {
    assertThat(SlotSet.of(1, 2))
        .isEqualTo(SlotSet.of(2, 1))
        .hasSameHashCodeAs(SlotSet.of(2, 1))
        .isNotEqualTo(SlotSet.of(1));
  }

  @Test
  void aBuilderUsedOn_doesNotChangeWhatItBuilt() {
    SlotSet.Builder builder = new SlotSet.Builder().add(1);
    SlotSet built = builder.build();

    builder.add(2);

    assertThat(built).isEqualTo(SlotSet.of(1));
  }
}
