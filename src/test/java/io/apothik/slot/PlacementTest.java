package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
  /** Slots as a Redis Cluster answers them to {@code CLUSTER KEYSLOT}. */
  @ParameterizedTest
  @CsvSource({"foo, 12182", "bar, 5061", "foo{bar}, 5061", "{foo}bar, 12182", "123456789, 12739"})
  void aKey_hasTheSlotThatRedisClusterGivesIt(String key, int slot) {
    assertThat(slot(key)).isEqualTo(slot);
  }

  @Test
  void keysWithTheSameTag_shareASlot() {
    assertThat(slot("{user1000}.following"))
        .isEqualTo(slot("{user1000}.followers"))
        .isEqualTo(slot("user1000"));
  }

  @ParameterizedTest
  @CsvSource({"foo{{bar}}zap, {bar", "foo{bar}{zap}, bar", "a}b{c}d, c", "{a}, a"})
  void theTag_isWhatIsBetweenTheFirstBraceAndTheNextClosingOne(String key, String hashed) {
    Bytes part = Bytes.utf8(hashed);

    assertThat(slot(key)).isEqualTo(Crc16.of(part, 0, part.length()) % 16_384);
  }

  @ParameterizedTest
  @ValueSource(strings = {"foo{}{bar}", "foo{bar", "foo}bar{", "}foo{", "{}"})
  void aKeyWithoutATag_isHashedWhole(String key) {
    Bytes whole = Bytes.utf8(key);

    assertThat(slot(key)).isEqualTo(Crc16.of(whole, 0, whole.length()) % 16_384);
  }

  @Test
  void explain_namesTheChecksumAndTheRemainder() {
    assertThat(Placement.SLOTS.explain(Bytes.utf8("foo"), 16_384))
        .isEqualTo("crc16(key) = 44950; 44950 mod 16384 = 12182");
  }

  @Test
  void explain_namesTheBytesOfATag() {
    assertThat(Placement.SLOTS.explain(Bytes.utf8("foo{bar}"), 16_384))
        .isEqualTo("crc16(bytes 4 to 6) = 37829; 37829 mod 16384 = 5061");
  }

  @Test
  void explainOfModulo_namesTheHashAndTheNumberOfNodes() {
    assertThat(Placement.MODULO.explain(Bytes.utf8("k_1_1"), 5)).isEqualTo("phash2(key, 5) = 1");
  }

  @Test
  void modulo_takesErlangsHash() {
    Bytes key = Bytes.utf8("{k}_1");

    assertThat(Placement.MODULO.slotOf(key, 7)).isEqualTo(Phash2.of(key, 7));
  }

  @Test
  void onlyTheSlotsPlacement_hasOwners() {
    assertThat(Placement.SLOTS.owned()).isTrue();
    assertThat(Placement.MODULO.owned()).isFalse();
  }

  @Test
  void aLabel_namesItsPlacement() {
    assertThat(Placement.labelled("slots")).isSameAs(Placement.SLOTS);
    assertThat(Placement.labelled("modulo")).isSameAs(Placement.MODULO);
    assertThat(Placement.SLOTS.label()).isEqualTo("slots");
    assertThat(Placement.MODULO.label()).isEqualTo("modulo");
  }

  @Test
  void anUnknownLabel_isRefusedByName() {
    assertThatThrownBy(() -> Placement.labelled("ring"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'ring'");
  }

  private static int slot(String key) {
    return Placement.SLOTS.slotOf(Bytes.utf8(key), Placement.Slots.COUNT);
  }
}
