package io.apothik.door.bus;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets only those requests through that whoever is at the other end may make: {@link Admission}. It
 * reads a frame as the bridge will, so that neither sees another one.
 *
 * <p>Stands behind {@link FrameGuard}, so each frame is one JSON object, and behind {@link
 * FlowGuard}, which counts what is answered here like any other answer.
 */
final class TrustGuard extends ChannelInboundHandlerAdapter {
  private final Protection protection;
  private final String master;
  private final long loginMillisMax;
  private @Nullable Admission admission;
  private @Nullable ScheduledFuture<?> limit;

  /**
   * @param master the address at which requests are taken
   * @param loginMillisMax how long a connection may take to say who it is
   */
  TrustGuard(Protection protection, String master, long loginMillisMax) {
    this.protection = protection;
    this.master = master;
    this.loginMillisMax = loginMillisMax;
  }

  /** How long the next frame may be: little is taken from who is not known. */
  int frameBytesMax() {
    return admission().frameBytesMax();
  }

  private Admission admission() {
    if (admission == null) {
      throw new IllegalStateException("the guard stands on no connection");
    }
    return admission;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    Admission ofThis = new Admission(protection, master, line(ctx));
    admission = ofThis;
    limit =
        ctx.executor()
            .schedule(() -> endIfUnknown(ctx, ofThis), loginMillisMax, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  private void endIfUnknown(ChannelHandlerContext ctx, Admission ofThis) {
    if (ctx.channel().isActive()) {
      ofThis.endIfUnknown(loginMillisMax);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf frame = (ByteBuf) message;
    boolean passed = false;
    JsonObject narrowed = null;
    try {
      JsonObject json = json(frame);
      narrowed = admission().narrow(json) ? json : null;
      passed = admission().passes(json);
    } finally {
      if (!passed || narrowed != null) {
        ReferenceCountUtil.release(frame);
      }
    }
    if (passed) {
      ctx.fireChannelRead(narrowed == null ? frame : BridgeFrame.encode(ctx, narrowed));
    }
  }

  private static JsonObject json(ByteBuf frame) {
    int start = frame.readerIndex() + Integer.BYTES;
    return new JsonObject(
        Buffer.buffer(ByteBufUtil.getBytes(frame, start, frame.readableBytes() - Integer.BYTES)));
  }

  private static Admission.Line line(ChannelHandlerContext ctx) {
    return new Admission.Line() {
      @Override
      public void reply(String address, JsonObject body) {
        send(BridgeFrame.reply(address, body), ChannelFutureListener.CLOSE_ON_FAILURE);
      }

      @Override
      public void refuse(ErrorCode code, String reason, @Nullable String address) {
        send(BridgeFrame.error(code, reason, address), ChannelFutureListener.CLOSE_ON_FAILURE);
      }

      @Override
      public void end(ErrorCode code, String reason, @Nullable String address) {
        send(BridgeFrame.error(code, reason, address), ChannelFutureListener.CLOSE);
      }

      private void send(JsonObject frame, ChannelFutureListener then) {
        ctx.writeAndFlush(BridgeFrame.encode(ctx, frame)).addListener(then);
      }

      @Override
      public void run(Runnable action) {
        ctx.executor().execute(action);
      }

      @Override
      public Object client() {
        return ctx.channel().remoteAddress();
      }
    };
  }
}
