package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.slot.Bytes;
import io.apothik.slot.SlotSet;
import io.vertx.core.buffer.Buffer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SlotSetWireTest {
  private final Buffer buffer = Buffer.buffer();
  private final WireWriter out = new WireWriter(buffer);

  static Stream<SlotSet> sets() {
    return Stream.of(
        SlotSet.of(),
        SlotSet.of(0),
        SlotSet.of(7, 8),
        SlotSet.of(16_383),
        SlotSet.of(0, 16_383),
        SlotSet.of(IntStream.range(0, 16_384).toArray()),
        SlotSet.of(IntStream.range(0, 1_000).map(i -> 5 + 7 * i).toArray()));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void aSet_comesBackAsItWas(SlotSet slots) {
    SlotSetWire.write(out, slots);

    assertThat(SlotSetWire.read(in())).isEqualTo(slots);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void aSet_takesABitForEachSlotAtMost(SlotSet slots) {
    SlotSetWire.write(out, slots);
    out.finish();

    assertThat(buffer.length()).isLessThanOrEqualTo(2_048 + 4);
  }

  @Test
  void slotsThatAreNearEachOther_takeFewBytes() {
    SlotSetWire.write(out, SlotSet.of(16_000, 16_001, 16_007));
    out.finish();

    assertThat(buffer.length()).isEqualTo(4);
  }

  @ParameterizedTest(name = "the last of {1} bytes of bits, from {0} on")
  @CsvSource({"16384, 1", "16383, 1", "16377, 1", "0, 2049", "2147483647, 1", "-1, 1"})
  void slotsThatNoTableHas_areRefused(int first, int length) {
    byte[] bits = new byte[length];
    bits[length - 1] = (byte) 0x80;
    out.number(first).bytes(Bytes.copyOf(bits));

    assertThatThrownBy(() -> SlotSetWire.read(in())).isInstanceOf(WireException.class);
  }

  private WireReader in() {
    out.finish();
    return new WireReader(buffer, 0, buffer.length());
  }
}
