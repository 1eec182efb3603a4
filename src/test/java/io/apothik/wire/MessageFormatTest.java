package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Message;
import io.apothik.message.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFormatTest {
  private static final byte NEXT = MessageWire.FORMAT + 1;

  static Stream<Message> small() {
    return Messages.small();
  }

  @ParameterizedTest
  @MethodSource("small")
  void aNewerFormatThatThisOneUnderstands_isRead_withoutItsFurtherFields(Message message) {
    Buffer newer = newer(message, NEXT, MessageWire.FORMAT).appendString("further fields");

    assertThat(Messages.decoded(newer)).isEqualTo(message);
  }

  @Test
  void aNewerFormatThatThisOneDoesNotUnderstand_isRefusedByNumbers() {
    assertRefused(newer(new Reply.Done(), NEXT + 1, NEXT), "format 6", "format 5", "4 to 4");
  }

  @Test
  void anOlderFormatThanIsRead_isRefusedByNumbers() {
    int older = MessageWire.READ_MIN - 1;

    assertRefused(newer(new Reply.Done(), older, older), "format 3", "4 to 4");
  }

  @Test
  void aNewerFormatOfAnUnknownType_isRefusedByNumber() {
    Buffer newer = newer(new Reply.Done(), NEXT, MessageWire.FORMAT).setByte(2, (byte) 99);

    assertRefused(newer, "type 99");
  }

  @ParameterizedTest
  @MethodSource("small")
  void furtherFieldsInThisFormat_areRefused(Message message) {
    assertRefused(Messages.encoded(message).appendByte((byte) 1), "1 bytes after the end");
  }

  @Test
  void aFormatThatIsNegative_isRefused() {
    assertRefused(newer(new Reply.Done(), -1, -1), "format -1");
  }

  private static Buffer newer(Message message, int format, int readableFrom) {
    return Messages.encoded(message).setByte(0, (byte) format).setByte(1, (byte) readableFrom);
  }

  private static void assertRefused(Buffer buffer, String... reasons) {
    assertThatThrownBy(() -> Messages.decoded(buffer))
        .isInstanceOf(WireException.class)
        .hasMessageContainingAll(reasons);
  }
}
