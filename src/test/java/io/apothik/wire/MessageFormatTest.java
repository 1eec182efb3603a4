package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.KeyRequest;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Amendment;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Batch;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.slot.Copy;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFormatTest {
  private static final byte NEXT = MessageWire.FORMAT + 1;

  /** What is read. */
  private static final String READ = "%d to %d".formatted(MessageWire.READ_MIN, MessageWire.FORMAT);

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
  void whatWasWrittenBeforeGetsCouldBeStale_isRead_asGetsThatMayNot() {
    SlotRequest get = new SlotRequest(1, 5, RequestId.NONE, 0, 0, KeyRequest.get(Messages.KEY));
    Batch batch = new Batch(Messages.A, 3, List.of(get, get));

    for (Message message : List.of(get, batch)) {
      Buffer older = newer(message, 4, 4);
      assertThat(Messages.decoded(older.getBuffer(0, older.length() - 1))).isEqualTo(message);
    }
  }

  @Test
  void whatWasWrittenBeforeTablesSaidTheirTuning_isRead_asATableThatSaysNothingOfIt() {
    SlotTable table =
        SlotTable.of(
            3,
            List.of(),
            List.of(Messages.PROCESS),
            List.of(SlotOwners.founded(new Copy(Messages.A, 1))),
            List.of());
    Announcement message = new Announcement(Messages.A, table);
    Amendment difference = new Amendment(Messages.A, table.differenceTo(table.again()));

    for (Message each : List.of(message, difference)) {
      Buffer older = newer(each, 5, 4);
      assertThat(Messages.decoded(older.getBuffer(0, older.length() - 1))).isEqualTo(each);
    }
  }

  @Test
  void aDelete_cannotBeStale() {
    SlotRequest delete =
        new SlotRequest(1, 5, RequestId.NONE, 0, 0, KeyRequest.delete(Messages.KEY));
    Buffer bytes = Messages.encoded(delete);

    assertRefused(bytes.setByte(bytes.length() - 1, (byte) 1), "Delete[]");
  }

  @Test
  void aNewerFormatThatThisOneDoesNotUnderstand_isRefusedByNumbers() {
    assertRefused(
        newer(new Reply.Done(), NEXT + 1, NEXT), "format " + (NEXT + 1), "format " + NEXT, READ);
  }

  @Test
  void anOlderFormatThanIsRead_isRefusedByNumbers() {
    int older = MessageWire.READ_MIN - 1;

    assertRefused(newer(new Reply.Done(), older, older), "format " + older, READ);
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
