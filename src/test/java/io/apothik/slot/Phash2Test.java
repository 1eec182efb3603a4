package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected value was computed by Erlang/OTP 25. */
class Phash2Test {
  private static final String TEXT = "The quick brown fox jumps over the lazy dog";

  /** {@code phash2/1} of the first 0, 1, 2 … 40 bytes of the text. */
  private static final int[] OF_PREFIX = {
    13708901, 53080627, 131429400, 128743054, 61217935, 58951419, 56287105, 72882432, 131547766,
    74518639, 132623380, 109887972, 55865020, 34609835, 94090792, 118774641, 15949316, 75302669,
    100590250, 119531127, 7124586, 77964184, 57906417, 120052357, 51545017, 105037520, 95348242,
    97874162, 38571743, 83447238, 9629184, 15880393, 62176633, 2850913, 104699313, 110819734,
    94271233, 93202615, 56997198, 40242957, 22489869
  };

  @Test
  void everyLengthUpToForty_hashesAsInErlang() {
    int[] hashes =
        IntStream.range(0, OF_PREFIX.length)
            .map(length -> Phash2.of(Bytes.utf8(TEXT.substring(0, length))))
            .toArray();

    assertThat(hashes).containsExactly(OF_PREFIX);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 13708901",
    "a, 112802447",
    "ab, 127597802",
    "abc, 98228475",
    "abcdefghijkl, 15432855",
    "abcdefghijklm, 11441572"
  })
  void aText_hashesAsInErlang(String text, int hash) {
    assertThat(Phash2.of(Bytes.utf8(text))).isEqualTo(hash);
  }

  @ParameterizedTest
  @CsvSource({
    "é, 87215157, 2",
    "clé_1, 99243304, 0",
    "日本語, 72625089, 0",
    "naïve café, 51319675, 0",
    "😀, 134138523, 3"
  })
  void textBeyondAscii_hashesItsUtf8(String text, int hash, int ofFive) {
    Bytes utf8 = Bytes.utf8(text);

    assertThat(Phash2.of(utf8)).isEqualTo(hash);
    assertThat(Phash2.of(utf8, 5)).isEqualTo(ofFive);
  }

  @Test
  void everyByteValue_countsAsUnsigned() {
    assertThat(Phash2.of(bytes(0, 256))).isEqualTo(3064723);
    assertThat(Phash2.of(bytes(128, 256))).isEqualTo(74394200);
    assertThat(Phash2.of(bytes(255, 256))).isEqualTo(78681268);
    assertThat(Phash2.of(bytes(128, 129))).isEqualTo(81620844);
  }

  /** The hash of these bytes has its highest bit set: the remainder is of an unsigned number. */
  @ParameterizedTest
  @CsvSource({"5, 1", "16384, 915", "2147483647, 2016330644"})
  void aHashOverTwoToThePowerOf31_hasTheRemainderOfAnUnsignedNumber(int range, int remainder) {
    assertThat(Phash2.of(bytes(0, 256), range)).isEqualTo(remainder);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 1",
    "3, 2",
    "5, 1",
    "6, 5",
    "7, 3",
    "16384, 15335",
    "2147483647, 314702824"
  })
  void aRange_givesErlangsRemainder(int range, int remainder) {
    assertThat(Phash2.of(Bytes.utf8("k_1_1"), range)).isEqualTo(remainder);
  }

  @Test
  void fiveThousandKeysOverFiveNodes_areSpreadAsInTheOriginalSystem() {
    assertThat(spread(5)).containsExactly(1026, 996, 1012, 1021, 945);
  }

  @Test
  void fiveThousandKeysOverSixNodes_areSpreadAsInTheOriginalSystem() {
    assertThat(spread(6)).containsExactly(825, 827, 814, 834, 817, 883);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void aRangeUnderOne_isRefusedByValue(int range) {
    assertThatThrownBy(() -> Phash2.of(Bytes.utf8("a"), range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(range));
  }

  private static int[] spread(int nodes) {
    int[] keys = new int[nodes];
    IntStream.rangeClosed(1, 5_000)
        .forEach(counter -> keys[Phash2.of(Bytes.utf8("k_1_" + counter), nodes)]++);
    return keys;
  }

  private static Bytes bytes(int from, int to) {
    byte[] bytes = new byte[to - from];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return Bytes.copyOf(bytes);
  }
}
