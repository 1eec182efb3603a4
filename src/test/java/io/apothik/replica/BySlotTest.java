package io.apothik.replica;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BySlotTest {
  private final BySlot<String> names = new BySlot<>();

  @Test
  void aSlot_hasWhatItWasGivenLast() {
    names.put(16_383, "last");
    names.put(0, "first");
    names.put(0, "another");

    assertThat(names.get(0)).isEqualTo("another");
    assertThat(names.get(16_383)).isEqualTo("last");
    assertThat(names.size()).isEqualTo(2);
    assertThat(names).containsExactly("another", "last");
  }

  @Test
  void aSlotThatWasGivenNothing_orDoesNotExist_hasNothing() {
    names.put(5, "five");

    assertThat(names.get(-1)).isNull();
    assertThat(names.get(4)).isNull();
    assertThat(names.get(1 << 20)).isNull();
  }

  @Test
  void whatIsRemoved_isGone_andOnlyThat() {
    names.put(1, "one");
    names.put(2, "two");

    names.remove(1);
    names.remove(1);
    names.remove(99);

    assertThat(names).containsExactly("two");
    assertThat(names.size()).isEqualTo(1);
  }

  @Test
  void afterAClear_nothingIsLeft() {
    names.put(3, "three");

    names.clear();

    assertThat(names.get(3)).isNull();
    assertThat(names.size()).isZero();
    assertThat(names).isEmpty();
  }
}
