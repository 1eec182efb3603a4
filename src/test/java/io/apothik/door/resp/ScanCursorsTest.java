package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.message.Cursor;
import io.apothik.slot.Bytes;
import org.junit.jupiter.api.Test;

class ScanCursorsTest {
  private final ScanCursors cursors = new ScanCursors();

  @Test
  void zero_isTheBeginning() {
    assertThat(cursors.cursor(0)).isEqualTo(Cursor.START);
  }

  @Test
  void aPlace_isFoundAgain() {
    Cursor inside = new Cursor(7, Bytes.utf8("k"));
    Cursor atTheBeginningOfASlot = new Cursor(16_383, null);

    assertThat(cursors.cursor(cursors.number(inside))).isEqualTo(inside);
    assertThat(cursors.cursor(cursors.number(atTheBeginningOfASlot)))
        .isEqualTo(atTheBeginningOfASlot);
  }

  @Test
  void aPlaceInTheFirstSlot_isNotTheBeginning() {
    assertThat(cursors.number(new Cursor(0, Bytes.utf8("k")))).isPositive();
  }

  @Test
  void aPlaceThatAnotherNodeTold_isTheBeginningOfItsSlot() {
    long number = new ScanCursors().number(new Cursor(7, Bytes.utf8("k")));

    assertThat(cursors.cursor(number)).isEqualTo(new Cursor(7, null));
  }

  @Test
  void aPlaceThatIsForgotten_isTheBeginningOfItsSlot() {
    long first = cursors.number(new Cursor(7, Bytes.utf8("k")));
    for (int i = 0; i < 10_000; i++) {
      cursors.number(new Cursor(8, Bytes.utf8("k" + i)));
    }

    assertThat(cursors.cursor(first)).isEqualTo(new Cursor(7, null));
  }

  @Test
  void aNumberThatNobodyTold_isAPlaceAllTheSame() {
    assertThat(cursors.cursor(-1).slot()).isGreaterThan(16_383);
  }
}
