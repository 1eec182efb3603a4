package io.apothik.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void theArrayItWasMadeFrom_canChangeWithoutIt() {
    byte[] array = {1, 2};
    Bytes bytes = Bytes.copyOf(array);

    array[0] = 9;

    assertThat(bytes.unsignedAt(0)).isEqualTo(1);
  }

  @Test
  void theArrayThatItGives_canChangeWithoutIt() {
    Bytes bytes = Bytes.copyOf(new byte[] {1, 2});

    bytes.toArray()[0] = 9;

    assertThat(bytes.unsignedAt(0)).isEqualTo(1);
  }

  @Test
  void aPartOfAnArray_isCopied() {
    byte[] array = {1, 2, 3, 4};
    Bytes bytes = Bytes.copyOf(array, 1, 3);

    array[1] = 9;

    assertThat(bytes).isEqualTo(Bytes.copyOf(new byte[] {2, 3}));
    assertThat(Bytes.copyOf(array, 4, 4)).isEqualTo(Bytes.EMPTY);
    assertThatThrownBy(() -> Bytes.copyOf(array, 3, 5))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytesWithinAnArray_areAsThoseOfTheirOwn() {
    Bytes within = Bytes.within(new byte[] {9, 'a', 'b', 'c', 9}, 1, 4);

    assertThat(within).isEqualTo(Bytes.utf8("abc")).hasSameHashCodeAs(Bytes.utf8("abc"));
    assertThat(within.length()).isEqualTo(3);
    assertThat(within.unsignedAt(2)).isEqualTo('c');
    assertThat(within.toArray()).containsExactly('a', 'b', 'c');
    assertThat(within.asText()).contains("abc");
    assertThat(within.asReadOnly().get(0)).isEqualTo((byte) 'a');
    assertThat(within.asReadOnly().remaining()).isEqualTo(3);
    assertThat(within.startsWith(Bytes.utf8("ab"))).isTrue();
    assertThat(within.startsWith(Bytes.utf8("b"))).isFalse();
    assertThat(within).isLessThan(Bytes.utf8("abd")).isGreaterThan(Bytes.utf8("ab"));
  }

  @Test
  void bytesWithinAnArray_areCopiedToTheirPlace() {
    byte[] target = {1, 1, 1, 1};

    Bytes.within(new byte[] {7, 2, 3, 7}, 1, 3).copyTo(target, 1);

    assertThat(target).containsExactly(1, 2, 3, 1);
  }

  @Test
  void bytesWithinAnArray_haveNoneBeyondTheirEnd() {
    Bytes within = Bytes.within(new byte[] {1, 2, 3, 4}, 1, 3);

    assertThatThrownBy(() -> within.unsignedAt(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> within.unsignedAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.within(new byte[2], 1, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void bytes_areCopiedToTheirPlace() {
    byte[] target = {1, 1, 1, 1};

    Bytes.copyOf(new byte[] {2, 3}).copyTo(target, 1);

    assertThat(target).containsExactly(1, 2, 3, 1);
  }

  @Test
  void theBufferThatItGives_changesNothing() {
    Bytes bytes = Bytes.copyOf(new byte[] {1, 2});

    assertThat(bytes.asReadOnly().remaining()).isEqualTo(2);
    assertThatThrownBy(() -> bytes.asReadOnly().put(0, (byte) 9))
        .isInstanceOf(ReadOnlyBufferException.class);
    assertThat(bytes.asReadOnly().hasArray()).isFalse();
  }

  @Test
  void equalContent_isEqual() {
    assertThat(Bytes.utf8("é"))
        .isEqualTo(Bytes.copyOf(new byte[] {(byte) 0xc3, (byte) 0xa9}))
        .hasSameHashCodeAs(Bytes.utf8("é"))
        .isNotEqualTo(Bytes.utf8("e"));
  }

  @Test
  void wellFormedUtf8_isText() {
    assertThat(Bytes.utf8("日本語").asText()).contains("日本語");
  }

  @Test
  void malformedUtf8_isNoText() {
    assertThat(Bytes.copyOf(new byte[] {(byte) 0xc3}).asText()).isEmpty();
  }

  @Test
  void longText_isShortenedForPeople() {
    assertThat(Bytes.utf8("x".repeat(64))).hasToString("x".repeat(64));
    assertThat(Bytes.utf8("x".repeat(65))).hasToString("x".repeat(64) + "…");
  }

  @Test
  void whatSteersATerminal_isNotShownToPeople() {
    assertThat(Bytes.utf8("a\u001b[2Jb\n")).hasToString("a·[2Jb·");
  }

  @Test
  void binary_isShownByItsLength() {
    assertThat(Bytes.copyOf(new byte[] {(byte) 0xff, 0, 1})).hasToString("3 bytes");
  }
}
