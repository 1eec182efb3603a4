package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class Crc16Test {
  @Test
  void digits_giveTheCheckValueOfTheSpecification() {
    assertThat(crc("123456789")).isEqualTo(0x31C3);
  }

  @Test
  void noBytes_giveZero() {
    assertThat(crc("")).isZero();
  }

  @Test
  void bytesOverSevenBits_countAsUnsigned() {
    Bytes bytes = Bytes.copyOf(new byte[] {(byte) 0xff});

    assertThat(Crc16.of(bytes, 0, 1)).isEqualTo(0x1EF0);
  }

  @Test
  void aRange_givesTheChecksumOfThatPartAlone() {
    assertThat(Crc16.of(Bytes.utf8("ab123456789yz"), 2, 11)).isEqualTo(0x31C3);
  }

  @Test
  void aRangePastTheEnd_isRefused() {
    assertThatThrownBy(() -> Crc16.of(Bytes.utf8("abc"), 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static int crc(String text) {
    Bytes bytes = Bytes.utf8(text);
    return Crc16.of(bytes, 0, bytes.length());
  }
}
