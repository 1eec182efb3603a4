package io.apothik.door.bus;

import io.apothik.message.Limits;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Stops reading while a connection has too many frames unanswered, or does not read its answers.
 * Every frame that is passed on is answered by exactly one that goes out. One read can bring more
 * frames than may be passed on; the others wait here, so at most what one read brings.
 */
final class FlowGuard extends ChannelDuplexHandler {
  private final Queue<Object> waiting = new ArrayDeque<>();
  private int unanswered;
  private boolean resuming;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    waiting.add(frame);
    passOn(ctx);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise)
      throws Exception {
    unanswered--;
    super.write(ctx, frame, promise);
    resume(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    resume(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }

  /** Passes frames on in a turn of their own: the bridge may be in the middle of a write. */
  private void resume(ChannelHandlerContext ctx) {
    if (waiting.isEmpty()) {
      adjust(ctx);
    } else if (!resuming && accepts(ctx)) {
      resuming = true;
      ctx.executor()
          .execute(
              () -> {
                resuming = false;
                passOn(ctx);
                ctx.fireChannelReadComplete();
              });
    }
  }

  private void passOn(ChannelHandlerContext ctx) {
    while (!waiting.isEmpty() && accepts(ctx)) {
      unanswered++;
      ctx.fireChannelRead(waiting.remove());
    }
    adjust(ctx);
  }

  private boolean accepts(ChannelHandlerContext ctx) {
    return unanswered < Limits.BRIDGE_IN_FLIGHT_MAX && ctx.channel().isWritable();
  }

  private void adjust(ChannelHandlerContext ctx) {
    boolean read = waiting.isEmpty() && accepts(ctx);
    if (ctx.channel().config().isAutoRead() != read) {
      ctx.channel().config().setAutoRead(read);
    }
  }
}
