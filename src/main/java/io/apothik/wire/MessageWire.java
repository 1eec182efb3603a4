package io.apothik.wire;

import io.apothik.message.FailureException;
import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The one format of all messages that cross from node to node: a byte for the format's version, a
 * byte for the message's type, then its fields in their order, as {@link WireWriter} says.
 *
 * <p>What belongs together has its own class, with reading below writing: {@link NodeWire}, {@link
 * PeerWire}, {@link VoteWire}, {@link ReplyWire}; and, inside messages, {@link OperationWire},
 * {@link ChangeWire}, {@link StatusWire}, {@link ReportWire}, {@link TableWire}, {@link
 * SlotSetWire}.
 */
public final class MessageWire {
  /** The version of the format that this code writes, and the only one that it reads. */
  public static final byte FORMAT = 3;

  private static final Family<Message> MESSAGES = new Family<>("message type", kinds());

  private MessageWire() {}

  private static List<Kind<? extends Message>> kinds() {
    List<Kind<? extends Message>> kinds = new ArrayList<>();
    kinds.addAll(NodeWire.KINDS);
    kinds.addAll(PeerWire.KINDS);
    kinds.addAll(VoteWire.KINDS);
    kinds.addAll(ReplyWire.KINDS);
    return kinds;
  }

  /**
   * Appends the message.
   *
   * @throws IllegalArgumentException if messages of this kind do not travel between nodes
   */
  public static void encode(Buffer out, Message message) {
    MESSAGES.write(new WireWriter(out).octet(FORMAT), message);
  }

  /**
   * The message that starts at the given position.
   *
   * @throws WireException if it is of another format, or malformed
   */
  public static Message decode(Buffer buffer, int position) {
    WireReader in = new WireReader(buffer, position);
    byte format = in.nextOctet();
    if (format != FORMAT) {
      throw new WireException("format %d is not known here, only %d".formatted(format, FORMAT));
    }
    try {
      return MESSAGES.read(in);
    } catch (IllegalArgumentException | FailureException malformed) {
      throw new WireException(String.valueOf(malformed.getMessage()));
    }
  }
}
