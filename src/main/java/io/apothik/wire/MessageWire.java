package io.apothik.wire;

import io.apothik.message.FailureException;
import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The one format of all messages that cross from node to node: a byte for the format in which the
 * message is written, a byte for the oldest format whose readers understand it, a byte for the
 * message's type, then its fields in their order, as {@link WireWriter} says.
 *
 * <p>Formats are numbered. A newer one may have further fields at the end of a message, and then a
 * reader of this one skips them; {@code docs/architecture.md} says how to change the format while a
 * cluster runs.
 *
 * <p>What belongs together has its own class, with reading below writing: {@link NodeWire}, {@link
 * PeerWire}, {@link VoteWire}, {@link EventWire}, {@link ReplyWire}; and, inside messages, {@link
 * OperationWire}, {@link ChangeWire}, {@link StatusWire}, {@link ObservationWire}, {@link
 * ReportWire}, {@link TableWire}, {@link SlotSetWire}.
 */
public final class MessageWire {
  /** The format that is written here, and the newest that is known. */
  static final byte FORMAT = 7;

  /** The oldest format that is read here. */
  static final byte READ_MIN = 4;

  /** The oldest format whose readers understand what is written here. */
  static final byte READABLE_FROM = 4;

  private static final Family<Message> MESSAGES = new Family<>("message type", kinds());

  private MessageWire() {}

  private static List<Kind<? extends Message>> kinds() {
    List<Kind<? extends Message>> kinds = new ArrayList<>();
    kinds.addAll(NodeWire.KINDS);
    kinds.addAll(PeerWire.KINDS);
    kinds.addAll(VoteWire.KINDS);
    kinds.addAll(EventWire.KINDS);
    kinds.addAll(ReplyWire.KINDS);
    return kinds;
  }

  /**
   * Appends the message.
   *
   * @throws IllegalArgumentException if messages of this kind do not travel between nodes
   */
  public static void encode(Buffer out, Message message) {
    WireWriter writer = new WireWriter(out).octet(FORMAT).octet(READABLE_FROM);
    MESSAGES.write(writer, message);
    writer.finish();
  }

  /**
   * The message in the bytes from {@code from} to {@code to} - 1.
   *
   * @throws WireException if it is of a format that is not read here, or malformed
   */
  public static Message decode(Buffer buffer, int from, int to) {
    WireReader in = new WireReader(buffer, from, to);
    byte format = in.nextOctet();
    requireReadable(format, in.nextOctet());
    in.writtenIn(format);
    try {
      Message message = MESSAGES.read(in);
      if (format <= FORMAT) {
        in.requireEnd();
      }
      return message;
    } catch (IllegalArgumentException | FailureException malformed) {
      throw new WireException(String.valueOf(malformed.getMessage()));
    }
  }

  private static void requireReadable(byte format, byte readableFrom) {
    if (format < READ_MIN || (format > FORMAT && readableFrom > FORMAT)) {
      throw new WireException(
          "format %d, which readers of format %d understand, is not read here, only %d to %d"
              .formatted(format, readableFrom, READ_MIN, FORMAT));
    }
  }
}
