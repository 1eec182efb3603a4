package io.apothik.wire;

import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the event bus carry {@link Message}s: as they are inside a node, encoded between nodes.
 *
 * <p>The bus decodes a message only when its body is asked for, and what is thrown then is lost: a
 * request would wait for its time-out, and the request of an unreadable reply for ever. So what
 * cannot be read becomes an {@link Unreadable}, which the bus takes for a failed reply; and it
 * reaches no consumer, but fails the request that it was.
 */
public final class BusCodec implements MessageCodec<Message, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(BusCodec.class);
  private static final String NAME = "apothik";

  /** How the bus's own addresses for replies begin. */
  private static final String REPLY_ADDRESS = "__vertx.reply.";

  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong nextLogNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong unlogged = new AtomicLong();

  /** Stands for a message that cannot be read. */
  private static final class Unreadable extends ReplyException {
    private static final long serialVersionUID = 1L;

    Unreadable(String reason) {
      super(ReplyFailure.ERROR, ErrorCode.INTERNAL.number(), reason);
    }
  }

  BusCodec() {}

  /**
   * Teaches the event bus to carry messages. The bus has one codec selector, which this takes; what
   * is no message of ours goes the way that it would go without.
   */
  public static void register(EventBus bus) {
    bus.registerCodec(new BusCodec());
    bus.codecSelector(body -> body instanceof Message ? NAME : null);
    bus.addInboundInterceptor(BusCodec::deliver);
  }

  private static void deliver(DeliveryContext<Object> delivery) {
    io.vertx.core.eventbus.Message<Object> message = delivery.message();
    if (!(message.body() instanceof Unreadable unreadable)
        || message.address().startsWith(REPLY_ADDRESS)) {
      delivery.next();
    } else if (message.replyAddress() != null) {
      message.fail(unreadable.failureCode(), unreadable.getMessage());
    }
  }

  @Override
  public void encodeToWire(Buffer buffer, Message message) {
    int lengthAt = buffer.length();
    buffer.appendInt(0);
    MessageWire.encode(buffer, message);
    buffer.setInt(lengthAt, buffer.length() - lengthAt - Integer.BYTES);
  }

  /** The message, or what stands for one that cannot be read. */
  @Override
  public Object decodeFromWire(int position, Buffer buffer) {
    try {
      return decode(buffer, position);
    } catch (WireException malformed) {
      String reason = "a message cannot be read: " + malformed.getMessage();
      log(reason);
      return new Unreadable(reason);
    }
  }

  private static Message decode(Buffer buffer, int position) {
    int from = position + Integer.BYTES;
    if (from > buffer.length()) {
      throw new WireException("it has no length");
    }
    int length = buffer.getInt(position);
    if (length < 0 || length > buffer.length() - from) {
      throw new WireException(
          "%d bytes announced, %d there".formatted(length, buffer.length() - from));
    }
    return MessageWire.decode(buffer, from, from + length);
  }

  /** Once a second: where one message cannot be read, many cannot. */
  private void log(String reason) {
    long now = System.nanoTime();
    long due = nextLogNanos.get();
    if (now - due >= 0 && nextLogNanos.compareAndSet(due, now + LOG_NANOS)) {
      LOG.error("{} ({} others before it)", reason, unlogged.getAndSet(0));
    } else {
      unlogged.incrementAndGet();
    }
  }

  @Override
  public Object transform(Message message) {
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
