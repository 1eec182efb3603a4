package io.apothik.wire;

import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Lets the event bus carry {@link Message}s: as they are inside a node, encoded between nodes. */
public final class BusCodec implements MessageCodec<Message, Message> {
  private static final String NAME = "apothik";

  private BusCodec() {}

  /**
   * Teaches the event bus to carry messages. The bus has one codec selector, which this takes; what
   * is no message of ours goes the way that it would go without.
   */
  public static void register(EventBus bus) {
    bus.registerCodec(new BusCodec());
    bus.codecSelector(body -> body instanceof Message ? NAME : null);
  }

  @Override
  public void encodeToWire(Buffer buffer, Message message) {
    int lengthAt = buffer.length();
    buffer.appendInt(0);
    MessageWire.encode(buffer, message);
    buffer.setInt(lengthAt, buffer.length() - lengthAt - Integer.BYTES);
  }

  @Override
  public Message decodeFromWire(int position, Buffer buffer) {
    return MessageWire.decode(buffer, position + Integer.BYTES);
  }

  @Override
  public Message transform(Message message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
