package io.apothik.door.web;

import io.apothik.door.bus.ClientAddress;
import io.apothik.door.bus.IdleGuard;
import io.apothik.message.Limits;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.HttpServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what goes over one socket: how long a message to the bridge may be, which is little as
 * long as it is not known who asks, and how much may wait for a page that does not read. Past a
 * bound the socket ends.
 */
final class SocketGuard extends ChannelDuplexHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SocketGuard.class);
  private static final String KEY = SocketGuard.class.getName();

  /** What Vert.x calls its own handler, the last one. */
  private static final String VERTX = "handler";

  private final Consumer<String> slowClients;
  private IntSupplier messageBytesMax = () -> Limits.LOGIN_FRAME_BYTES_MAX;
  private long messageBytes;
  private long unreadBytes;

  private SocketGuard(Consumer<String> slowClients) {
    this.slowClients = slowClients;
  }

  /**
   * Stands on the connection on which a socket is asked for.
   *
   * @param slowClients hears in words of pages that are cut off as they do not read
   */
  static void stand(RoutingContext request, Consumer<String> slowClients) {
    if (request.request().connection() instanceof HttpServerConnection connection) {
      SocketGuard guard = new SocketGuard(slowClients);
      ChannelPipeline pipeline = connection.channelHandlerContext().pipeline();
      // Who asks twice on one connection, the first time in vain, has them already.
      if (pipeline.get(SocketGuard.class) == null && pipeline.get(VERTX) != null) {
        pipeline
            .addBefore(VERTX, "apothik-idle", new IdleGuard(slowClients))
            .addBefore(VERTX, "apothik-socket", guard);
        request.put(KEY, guard).next();
        return;
      }
    }
    request.response().setStatusCode(400).end();
  }

  /** The one that stands on the connection of that socket. */
  static SocketGuard of(RoutingContext request) {
    return request.get(KEY);
  }

  /** From now on a message may be as long as that says. */
  void limit(IntSupplier bytesMax) {
    messageBytesMax = bytesMax;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof WebSocketFrame frame) {
      messageBytes += frame.content().readableBytes();
      if (messageBytes > messageBytesMax.getAsInt()) {
        ReferenceCountUtil.release(frame);
        end(ctx, "a message is longer than %d bytes".formatted(messageBytesMax.getAsInt()));
        return;
      }
      if (frame.isFinalFragment()) {
        messageBytes = 0;
      }
    }
    ctx.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (!(message instanceof WebSocketFrame frame)) {
      super.write(ctx, message, promise);
      return;
    }
    int bytes = frame.content().readableBytes();
    unreadBytes += bytes;
    super.write(ctx, message, promise.unvoid().addListener(written -> unreadBytes -= bytes));
    if (unreadBytes > Limits.BRIDGE_UNREAD_BYTES_MAX) {
      String reason = "more than %d bytes waited for it".formatted(Limits.BRIDGE_UNREAD_BYTES_MAX);
      if (ctx.channel().isOpen()) {
        slowClients.accept(
            "the page %s was cut off: %s".formatted(ClientAddress.of(ctx.channel()), reason));
      }
      end(ctx, reason);
    }
  }

  private static void end(ChannelHandlerContext ctx, String reason) {
    if (ctx.channel().isOpen()) {
      String client = ClientAddress.of(ctx.channel());
      ctx.close().addListener(closed -> LOG.info("{} was cut off: {}", client, reason));
    }
  }
}
