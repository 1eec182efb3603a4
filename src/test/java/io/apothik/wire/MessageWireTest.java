package io.apothik.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apothik.message.Change;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWireTest {
  private static final byte VALUE = 65;
  private static final byte THERE = 1;

  static Stream<Message> all() {
    return Messages.all();
  }

  static Stream<Message> small() {
    return Messages.small();
  }

  static Stream<Reply> repliesToCallers() {
    return Stream.of(
        new Reply.Stats(List.of()), new Reply.Sum(0, List.of()), new Reply.Started(Messages.A));
  }

  @ParameterizedTest
  @MethodSource("all")
  void aMessage_comesBackAsItWas(Message message) {
    assertThat(Messages.decoded(Messages.encoded(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("small")
  void aMessageInsideABuffer_isReadFromItsPosition(Message message) {
    Buffer buffer = Buffer.buffer("before").appendBuffer(Messages.encoded(message));
    int end = buffer.length();
    buffer.appendString("after");

    assertThat(MessageWire.decode(buffer, 6, end)).isEqualTo(message);
  }

  @Test
  void theSamples_haveEveryKindOfNodeMessage() {
    assertThat(classes(Messages.small()))
        .containsAll(recordsOf(NodeMessage.class).collect(Collectors.toSet()));
  }

  @Test
  void theSamples_haveEveryKindOfOperation() {
    assertThat(classes(Messages.operations()))
        .containsExactlyInAnyOrderElementsOf(recordsOf(Operation.class).toList());
  }

  @Test
  void anUnknownType_isRefusedByNumber() {
    Buffer buffer = Messages.encoded(new Reply.Done()).setByte(2, (byte) 99);

    assertRefused(buffer, "type 99");
  }

  @ParameterizedTest
  @MethodSource("small")
  void aMessageCutOffAnywhere_isRefused(Message message) {
    Buffer whole = Messages.encoded(message);

    for (int length = 0; length < whole.length(); length++) {
      Buffer part = whole.getBuffer(0, length);
      assertThatThrownBy(() -> Messages.decoded(part))
          .as("%d of %d bytes", length, whole.length())
          .isInstanceOf(WireException.class);
    }
  }

  @Test
  void aLengthThatTheMessageCannotHold_isRefusedBeforeItIsReserved() {
    Buffer buffer =
        Buffer.buffer(new byte[] {MessageWire.FORMAT, MessageWire.READABLE_FROM, VALUE, THERE});
    new WireWriter(buffer).number(Integer.MAX_VALUE).octet('v').finish();

    assertRefused(buffer, "2147483647");
  }

  @Test
  void aNegativeLength_isRefused() {
    Buffer buffer =
        Buffer.buffer(new byte[] {MessageWire.FORMAT, MessageWire.READABLE_FROM, VALUE, THERE});
    new WireWriter(buffer).number(-1).octet('v').finish();

    assertRefused(buffer, "-1");
  }

  @Test
  void aSlotThatNoTableHas_isRefused() {
    KeyRequest get = KeyRequest.get(Bytes.utf8("k"));

    assertRefused(
        Messages.encoded(new SlotRequest(1, 16_384, new RequestId(1, 1), 1, 0, get)), "16384");
    assertRefused(Messages.encoded(new SlotRequest(1, -1, new RequestId(1, 1), 1, 0, get)), "-1");
  }

  @Test
  void whatIsOverALimit_isRefused() {
    Buffer key = Buffer.buffer(new byte[] {MessageWire.FORMAT, MessageWire.READABLE_FROM, 1});
    new WireWriter(key).number(1).number(5).number(0).number(0).text("").octet(1).finish();

    assertRefused(key, "key is empty");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 8})
  void aWriteThatIsSaidToBeAnswered_orLessThanNothing_isRefused(long answeredBelow) {
    assertRefused(
        Messages.encoded(
            new SlotRequest(
                1, 5, new RequestId(1, 7), answeredBelow, 0, KeyRequest.get(Bytes.utf8("k")))),
        "answered");
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

  @ParameterizedTest
  @MethodSource("repliesToCallers")
  void aReplyThatNeverLeavesItsNode_isNotEncoded(Reply reply) {
    assertThatThrownBy(() -> Messages.encoded(reply))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reply.getClass().getSimpleName());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 1_000})
  void whatAWriteCosts_isLittleMoreThanKeyAndValue(int length) {
    Bytes key = Bytes.utf8("k_1_1000");
    Bytes value = Bytes.copyOf(new byte[length]);
    RequestId id = new RequestId(Long.MAX_VALUE, 1_000_000);
    Version version = new Version(12, 100_000);
    int content = key.length() + length;
    int name = Messages.A.value().length();
    Change change =
        new Change(
            key,
            version,
            value,
            0,
            0,
            List.of(
                new Change.Applied(
                    key, id, 999_900, 0, version, new Reply.Changed(true, version))));

    Message request = new SlotRequest(12, 10_000, id, 999_900, 0, KeyRequest.put(key, value));
    Message replicate = new Replicate(Messages.A, 10_000, 12, 9, version, version, List.of(change));
    Message replicated = new Replicated(Messages.A, 10_000, 12, 9, List.of(version));

    assertThat(Messages.encoded(request).length()).isLessThanOrEqualTo(content + 28);
    assertThat(Messages.encoded(replicate).length()).isLessThanOrEqualTo(content + name + 51);
    assertThat(Messages.encoded(replicated).length()).isLessThanOrEqualTo(name + 14);
    assertThat(Messages.encoded(new Reply.Changed(true, version)).length()).isLessThanOrEqualTo(8);
  }

  @Test
  void lifetimes_areCheckedByTheirRecord() {
    Buffer buffer = Buffer.buffer(new byte[] {MessageWire.FORMAT, MessageWire.READABLE_FROM, 1});
    WireWriter out = new WireWriter(buffer).number(1).number(5).number(0).number(0);
    out.text("k").octet(8).number(-1).number(Lifetime.UNLIMITED.maxIdleMillis()).finish();

    assertRefused(buffer, "ttl -1 ms");
  }

  @Test
  void aPrimarysMessageWithoutAWrite_isRefused() {
    NodeName primary = NodeName.numbered(1, "h");
    Replicate empty = new Replicate(primary, 0, 1, 1, Version.NONE, Version.NONE, List.of());

    assertRefused(Messages.encoded(empty), "brings no write");
  }

  /** The records of a sealed family and of the sealed families in it. */
  private static Stream<Class<?>> recordsOf(Class<?> family) {
    return family.isSealed()
        ? Stream.of(family.getPermittedSubclasses()).flatMap(MessageWireTest::recordsOf)
        : Stream.of(family);
  }

  private static Set<Class<?>> classes(Stream<?> samples) {
    return samples.map(Object::getClass).collect(Collectors.toSet());
  }

  private static void assertRefused(Buffer buffer, String reason) {
    assertThatThrownBy(() -> Messages.decoded(buffer))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(reason);
  }
}
