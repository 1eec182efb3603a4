package io.apothik.wire;

import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.concurrent.atomic.AtomicInteger;

/** Writes as a newer node does, with further fields after those of today, and reads as today. */
final class OtherFormat implements MessageCodec<Message, Object> {
  private static final String KNOWN_HERE_AS = "other format";

  private final BusCodec today = new BusCodec();
  private final int format;
  private final int readableFrom;
  private final AtomicInteger written = new AtomicInteger();
  private volatile String name = KNOWN_HERE_AS;

  private OtherFormat(int format, int readableFrom) {
    this.format = format;
    this.readableFrom = readableFrom;
  }

  /** From now on, a node that speaks through this bus writes the given format. */
  static OtherFormat writtenBy(EventBus bus, int format, int readableFrom) {
    OtherFormat codec = new OtherFormat(format, readableFrom);
    bus.registerCodec(codec);
    // Where it is read, it has the name that all have there.
    codec.name = codec.today.name();
    bus.codecSelector(body -> body instanceof Message ? KNOWN_HERE_AS : null);
    return codec;
  }

  /** How many messages were written. */
  int written() {
    return written.get();
  }

  @Override
  public void encodeToWire(Buffer buffer, Message message) {
    Buffer bytes =
        Messages.encoded(message)
            .setByte(0, (byte) format)
            .setByte(1, (byte) readableFrom)
            .appendString("further fields");
    buffer.appendInt(bytes.length()).appendBuffer(bytes);
    written.incrementAndGet();
  }

  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    return today.decodeFromWire(position, buffer);
  }

  @Override
  public Object transform(Message message) {
    return message;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
