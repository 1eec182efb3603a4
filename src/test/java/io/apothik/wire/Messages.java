package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage.Announcement;
import io.apothik.message.NodeMessage.Chunk;
import io.apothik.message.NodeMessage.Delivered;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.Leaving;
import io.apothik.message.NodeMessage.Pair;
import io.apothik.message.NodeMessage.Part;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.NodeMessage.StatusRequest;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import io.apothik.slot.HandedOver;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotSet;
import io.apothik.slot.SlotTable;
import java.util.List;
import java.util.stream.Stream;

/** At least one message of every kind that travels between nodes, with the extremes of each. */
final class Messages {
  static final NodeName A = NodeName.numbered(1, "127.0.0.1");
  static final NodeName B = NodeName.numbered(2, "127.0.0.1");
  private static final Bytes KEY = Bytes.utf8("clé");
  private static final Bytes EMPTY = Bytes.utf8("");

  private Messages() {}

  /** Messages of at most some hundred bytes. */
  static Stream<Message> small() {
    return Stream.of(requests(), chunks(), tables(), replies()).flatMap(messages -> messages);
  }

  static Stream<Message> all() {
    return Stream.concat(small(), Stream.of(bigPut(), bigChunk()));
  }

  private static Stream<Message> requests() {
    return Stream.of(
        new SlotRequest(Long.MAX_VALUE, 16_383, KeyRequest.put(KEY, Bytes.utf8("v"))),
        new SlotRequest(1, 0, KeyRequest.put(KEY, EMPTY)),
        new SlotRequest(0, 5, KeyRequest.get(KEY)),
        new SlotRequest(1, 5, KeyRequest.delete(KEY)),
        new SlotRequest(1, 5, KeyRequest.exists(Bytes.copyOf(new byte[] {0, -1, 127, -128}))),
        new StatusRequest(),
        new Leaving(A),
        new Leave());
  }

  private static Stream<Message> chunks() {
    Pair pair = new Pair(KEY, EMPTY);
    return Stream.of(
        new Chunk(A, Long.MIN_VALUE, 0, List.of()),
        new Chunk(A, 7, 1, List.of(new Part(3, true, List.of()))),
        new Chunk(
            A,
            Long.MAX_VALUE,
            Integer.MAX_VALUE,
            List.of(new Part(3, false, List.of(pair, pair)), new Part(4, true, List.of(pair)))));
  }

  private static Stream<Message> tables() {
    SlotOwners settled = SlotOwners.of(A, 1);
    SlotOwners moving = new SlotOwners(A, B, Long.MAX_VALUE);
    return Stream.of(
        new Delivered(new HandedOver(9, A, B, SlotSet.of())),
        new Delivered(new HandedOver(9, A, B, SlotSet.of(0, 5, 16_383))),
        new Announcement(SlotTable.NONE),
        new Announcement(SlotTable.of(Long.MAX_VALUE, List.of(settled))),
        new Announcement(SlotTable.of(2, List.of(settled, settled, moving, settled, moving))));
  }

  private static Stream<Message> replies() {
    return Stream.of(
        new Reply.Done(),
        new Reply.Value(null),
        new Reply.Value(EMPTY),
        new Reply.Value(KEY),
        new Reply.Presence(true),
        new Reply.Presence(false),
        new Reply.Accepted(0),
        new Reply.Accepted(Long.MAX_VALUE),
        new Reply.Status(true, Long.MAX_VALUE, 300, 16_384, Long.MAX_VALUE),
        new Reply.Status(false, 0, 0, 0, 0),
        new Reply.Failure(ErrorCode.NOT_OWNER, "a ne possède pas ‹5›", 12),
        new Reply.Failure(ErrorCode.INTERNAL, "", 0));
  }

  private static Message bigPut() {
    return new SlotRequest(
        1, 5, KeyRequest.put(bytes(Limits.KEY_BYTES_MAX), bytes(Limits.VALUE_BYTES_MAX)));
  }

  private static Message bigChunk() {
    List<Pair> pairs = List.of(new Pair(KEY, bytes(Limits.VALUE_BYTES_MAX)));
    return new Chunk(A, 1, 1, List.of(new Part(1, true, pairs), new Part(2, false, List.of())));
  }

  private static Bytes bytes(int length) {
    return Bytes.copyOf(new byte[length]);
  }
}
