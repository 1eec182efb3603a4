package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
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
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one format of all messages that cross from node to node: a byte for the format's version, a
 * byte for the message's type, then its fields. Numbers are big-endian; texts, bytes and lists are
 * preceded by their length in 4 bytes.
 */
public final class MessageWire {
  /** The version of the format that this code writes, and the only one that it reads. */
  public static final byte FORMAT = 1;

  private enum Type {
    SLOT_REQUEST(1, SlotRequest.class),
    STATUS_REQUEST(2, StatusRequest.class),
    CHUNK(3, Chunk.class),
    DELIVERED(4, Delivered.class),
    LEAVING(5, Leaving.class),
    LEAVE(6, Leave.class),
    ANNOUNCEMENT(7, Announcement.class),
    DONE(32, Reply.Done.class),
    VALUE(33, Reply.Value.class),
    PRESENCE(34, Reply.Presence.class),
    STATUS(35, Reply.Status.class),
    FAILURE(36, Reply.Failure.class),
    ACCEPTED(37, Reply.Accepted.class);

    private static final Type[] ALL = values();

    private final byte tag;
    private final Class<? extends Message> message;

    Type(int tag, Class<? extends Message> message) {
      this.tag = (byte) tag;
      this.message = message;
    }

    static Type of(Message message) {
      for (Type type : ALL) {
        if (type.message.isInstance(message)) {
          return type;
        }
      }
      throw new IllegalArgumentException(message.getClass() + " never leaves its node");
    }

    static Type tagged(byte tag) {
      for (Type type : ALL) {
        if (type.tag == tag) {
          return type;
        }
      }
      throw new WireException("no message type " + tag);
    }
  }

  private MessageWire() {}

  /**
   * Appends the message.
   *
   * @throws IllegalArgumentException if messages of this kind do not travel between nodes
   */
  public static void encode(Buffer out, Message message) {
    Type type = Type.of(message);
    out.appendByte(FORMAT).appendByte(type.tag);
    switch (type) {
      case SLOT_REQUEST -> write(out, (SlotRequest) message);
      case CHUNK -> write(out, (Chunk) message);
      case DELIVERED -> write(out, ((Delivered) message).handedOver());
      case LEAVING -> writeText(out, ((Leaving) message).node().value());
      case ANNOUNCEMENT -> TableWire.write(out, ((Announcement) message).table());
      case VALUE -> writeOptional(out, ((Reply.Value) message).valueOrNull());
      case PRESENCE -> writeBoolean(out, ((Reply.Presence) message).found());
      case STATUS -> write(out, (Reply.Status) message);
      case FAILURE -> write(out, (Reply.Failure) message);
      case ACCEPTED -> out.appendLong(((Reply.Accepted) message).epoch());
      case STATUS_REQUEST, LEAVE, DONE -> {}
    }
  }

  /**
   * The message that starts at the given position.
   *
   * @throws WireException if it is of another format, or malformed
   */
  public static Message decode(Buffer buffer, int position) {
    WireReader in = new WireReader(buffer, position);
    byte format = in.nextByte();
    if (format != FORMAT) {
      throw new WireException("format %d is not known here, only %d".formatted(format, FORMAT));
    }
    try {
      return decodeFields(Type.tagged(in.nextByte()), in);
    } catch (IllegalArgumentException | FailureException malformed) {
      throw new WireException(String.valueOf(malformed.getMessage()));
    }
  }

  private static Message decodeFields(Type type, WireReader in) {
    return switch (type) {
      case SLOT_REQUEST -> new SlotRequest(in.nextLong(), in.nextInt(), readKeyRequest(in));
      case STATUS_REQUEST -> new StatusRequest();
      case CHUNK -> readChunk(in);
      case DELIVERED -> new Delivered(readHandedOver(in));
      case LEAVING -> new Leaving(in.nextName());
      case LEAVE -> new Leave();
      case ANNOUNCEMENT -> new Announcement(TableWire.read(in));
      case DONE -> new Reply.Done();
      case VALUE -> new Reply.Value(in.nextBoolean() ? in.nextBytes() : null);
      case PRESENCE -> new Reply.Presence(in.nextBoolean());
      case ACCEPTED -> new Reply.Accepted(in.nextLong());
      case STATUS ->
          new Reply.Status(
              in.nextBoolean(), in.nextLong(), in.nextInt(), in.nextInt(), in.nextLong());
      case FAILURE ->
          new Reply.Failure(ErrorCode.numbered(in.nextInt()), in.nextText(), in.nextLong());
    };
  }

  private static void write(Buffer out, SlotRequest message) {
    KeyRequest request = message.request();
    out.appendLong(message.epoch()).appendInt(message.slot());
    out.appendByte(request.op().tag());
    writeBytes(out, request.key());
    writeOptional(out, request.valueOrNull());
  }

  private static KeyRequest readKeyRequest(WireReader in) {
    KeyRequest.Op op = KeyRequest.Op.tagged(in.nextByte());
    return new KeyRequest(op, in.nextBytes(), in.nextBoolean() ? in.nextBytes() : null);
  }

  private static void write(Buffer out, Chunk chunk) {
    writeText(out, chunk.from().value());
    out.appendLong(chunk.batch()).appendInt(chunk.sequence());
    writeList(
        out,
        chunk.parts(),
        part -> {
          out.appendInt(part.slot());
          writeBoolean(out, part.first());
          writeList(
              out,
              part.pairs(),
              pair -> {
                writeBytes(out, pair.key());
                writeBytes(out, pair.value());
              });
        });
  }

  private static Chunk readChunk(WireReader in) {
    return new Chunk(
        in.nextName(), in.nextLong(), in.nextInt(), in.nextList(9, () -> readPart(in)));
  }

  private static Part readPart(WireReader in) {
    return new Part(
        in.nextInt(),
        in.nextBoolean(),
        in.nextList(8, () -> new Pair(in.nextBytes(), in.nextBytes())));
  }

  private static void write(Buffer out, HandedOver done) {
    out.appendLong(done.epoch());
    writeText(out, done.from().value());
    writeText(out, done.to().value());
    TableWire.write(out, done.slots());
  }

  private static HandedOver readHandedOver(WireReader in) {
    return new HandedOver(in.nextLong(), in.nextName(), in.nextName(), TableWire.readSlots(in));
  }

  private static void write(Buffer out, Reply.Status status) {
    writeBoolean(out, status.leaving());
    out.appendLong(status.epoch())
        .appendInt(status.ring())
        .appendInt(status.slots())
        .appendLong(status.entries());
  }

  private static void write(Buffer out, Reply.Failure failure) {
    out.appendInt(failure.code().number());
    writeText(out, failure.reason());
    out.appendLong(failure.epoch());
  }

  static void writeText(Buffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.appendInt(utf8.length).appendBytes(utf8);
  }

  static <T> void writeList(Buffer out, List<T> list, Consumer<T> element) {
    out.appendInt(list.size());
    list.forEach(element);
  }

  private static void writeBoolean(Buffer out, boolean value) {
    out.appendByte((byte) (value ? 1 : 0));
  }

  private static void writeBytes(Buffer out, Bytes bytes) {
    out.appendInt(bytes.length()).appendBytes(bytes.toArray());
  }

  private static void writeOptional(Buffer out, @Nullable Bytes bytes) {
    writeBoolean(out, bytes != null);
    if (bytes != null) {
      writeBytes(out, bytes);
    }
  }
}
