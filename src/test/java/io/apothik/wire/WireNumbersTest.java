package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireNumbersTest {
  private final Buffer buffer = Buffer.buffer();
  private final WireWriter out = new WireWriter(buffer);

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "127, 1",
    "128, 2",
    "16383, 2",
    "16384, 3",
    "2147483647, 5",
    "9223372036854775807, 9",
    "-1, 10",
    "-9223372036854775808, 10"
  })
  void aNumber_takesAByteForEverySevenBits(long number, int length) {
    out.number(number);
    out.finish();

    assertThat(buffer.length()).isEqualTo(length);
    assertThat(in().nextNumber()).isEqualTo(number);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "-1, 1",
    "63, 1",
    "-64, 1",
    "64, 2",
    "9223372036854775807, 10",
    "-9223372036854775808, 10"
  })
  void aSignedNumber_isShortOnBothSidesOfZero(long number, int length) {
    out.signed(number);
    out.finish();

    assertThat(buffer.length()).isEqualTo(length);
    assertThat(in().nextSigned()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void aRandomNumber_takesEightBytes(long number) {
    out.random(number);
    out.finish();

    assertThat(buffer.length()).isEqualTo(8);
    assertThat(in().nextRandom()).isEqualTo(number);
  }

  @Test
  void aNumberThatDoesNotEnd_isRefused() {
    byte[] endless = new byte[100];
    Arrays.fill(endless, (byte) 0x80);
    buffer.appendBytes(endless);

    assertThatThrownBy(() -> in().nextNumber()).isInstanceOf(WireException.class);
  }

  @Test
  void aNumberOfMoreThan64Bits_isRefused() {
    out.number(-1).finish();
    buffer.setByte(9, (byte) 2);

    assertThatThrownBy(() -> in().nextNumber()).isInstanceOf(WireException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 2_147_483_648L, Long.MAX_VALUE})
  void aNumberThatIsNoInt_isRefusedWhereOneBelongs(long number) {
    out.number(number);

    assertThatThrownBy(() -> in().nextInt())
        .isInstanceOf(WireException.class)
        .hasMessageContaining(String.valueOf(number));
  }

  @Test
  void anIndexOutOfRange_isRefused() {
    out.number(5);

    assertThat(in().nextIndex(6)).isEqualTo(5);
    assertThatThrownBy(() -> in().nextIndex(5)).isInstanceOf(WireException.class);
  }

  @Test
  void whatIsNeitherYesNorNo_isRefused() {
    out.octet(2);

    assertThatThrownBy(() -> in().nextFlag()).isInstanceOf(WireException.class);
  }

  private WireReader in() {
    out.finish();
    return new WireReader(buffer, 0, buffer.length());
  }
}
