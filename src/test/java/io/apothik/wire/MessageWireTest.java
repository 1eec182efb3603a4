package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.KeyRequest;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageWireTest {
  static Stream<Message> all() {
    return Messages.all();
  }

  static Stream<Message> small() {
    return Messages.small();
  }

  @ParameterizedTest
  @MethodSource("all")
  void aMessage_comesBackAsItWas(Message message) {
    assertThat(MessageWire.decode(encoded(message), 0)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("small")
  void aMessageInsideABuffer_isReadFromItsPosition(Message message) {
    Buffer buffer = Buffer.buffer("before").appendBuffer(encoded(message)).appendString("after");

    assertThat(MessageWire.decode(buffer, 6)).isEqualTo(message);
  }

  @Test
  void theSamples_haveEveryKindOfNodeMessage() {
    Set<Class<?>> sampled = Messages.all().map(Object::getClass).collect(Collectors.toSet());

    assertThat(sampled).contains(NodeMessage.class.getPermittedSubclasses());
  }

  @Test
  void anotherFormat_isRefusedByNumber() {
    Buffer buffer = encoded(new Reply.Done()).setByte(0, (byte) 2);

    assertThatThrownBy(() -> MessageWire.decode(buffer, 0))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("format 2");
  }

  @Test
  void anUnknownType_isRefusedByNumber() {
    Buffer buffer = encoded(new Reply.Done()).setByte(1, (byte) 99);

    assertThatThrownBy(() -> MessageWire.decode(buffer, 0))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("type 99");
  }

  @ParameterizedTest
  @MethodSource("small")
  void aMessageCutOffAnywhere_isRefused(Message message) {
    Buffer whole = encoded(message);

    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThatThrownBy(() -> MessageWire.decode(part, 0))
          .as("%d of %d bytes", length, whole.length())
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void aLengthThatTheMessageCannotHold_isRefusedBeforeItIsReserved() {
    Buffer buffer = encoded(new Reply.Value(Bytes.utf8("v"))).setInt(3, Integer.MAX_VALUE);

    assertThatThrownBy(() -> MessageWire.decode(buffer, 0))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("2147483647");
  }

  @Test
  void aNegativeLength_isRefused() {
    Buffer buffer = encoded(new Reply.Value(Bytes.utf8("v"))).setInt(3, -1);

    assertThatThrownBy(() -> MessageWire.decode(buffer, 0)).isInstanceOf(WireException.class);
  }

  @Test
  void aRequestThatNeverLeavesItsNode_isNotEncoded() {
    Buffer buffer = Buffer.buffer();

    assertThatThrownBy(() -> MessageWire.encode(buffer, new Request.Stat()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Stat");
    assertThatThrownBy(() -> MessageWire.encode(buffer, KeyRequest.get(Bytes.utf8("k"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Buffer encoded(Message message) {
    Buffer buffer = Buffer.buffer();
    MessageWire.encode(buffer, message);
    return buffer;
  }
}
