package io.apothik.door.bus;

import io.apothik.message.Limits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections that are of no use: those that nothing was sent on for long, those whose client
 * takes nothing of what waits for it, and those for whom too much waits. {@link FlowGuard} takes no
 * more requests of a client that does not read, but what it took before can be answered with much.
 */
public final class IdleGuard extends IdleStateHandler {
  private static final Logger LOG = LoggerFactory.getLogger(IdleGuard.class);

  /** Sees the progress of what is written, not only its end. */
  private static final boolean BY_THE_BYTE = true;

  private final Consumer<String> slowClients;

  /**
   * @param slowClients hears in words of clients that are cut off as they do not read
   */
  public IdleGuard(Consumer<String> slowClients) {
    super(
        BY_THE_BYTE,
        Limits.BRIDGE_IDLE_MILLIS_MAX,
        Limits.BRIDGE_STALL_MILLIS_MAX,
        0,
        TimeUnit.MILLISECONDS);
    this.slowClients = slowClients;
  }

  @Override
  protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent idle) {
    boolean waited = !ctx.channel().isWritable();
    if (idle.state() == IdleState.WRITER_IDLE && waited) {
      String reason = "it took nothing for %d ms".formatted(Limits.BRIDGE_STALL_MILLIS_MAX);
      slowClients.accept(
          "the client %s of a bridge was cut off: %s"
              .formatted(ClientAddress.of(ctx.channel()), reason));
      end(ctx, reason);
    } else if (idle.state() == IdleState.READER_IDLE && !waited) {
      end(ctx, "nothing came for %d ms".formatted(Limits.BRIDGE_IDLE_MILLIS_MAX));
    }
  }

  private static void end(ChannelHandlerContext ctx, String reason) {
    if (ctx.channel().isOpen()) {
      String client = ClientAddress.of(ctx.channel());
      ctx.close().addListener(closed -> LOG.info("{} was cut off: {}", client, reason));
    }
  }
}
