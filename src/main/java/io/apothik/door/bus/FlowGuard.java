package io.apothik.door.bus;

import io.apothik.message.Limits;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

/**
 * Stops reading while a connection has too many frames unanswered, or does not read its answers.
 * Every frame that comes in is answered by exactly one that goes out.
 */
final class FlowGuard extends ChannelDuplexHandler {
  private int unanswered;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object frame) {
    unanswered++;
    adjust(ctx);
    ctx.fireChannelRead(frame);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object frame, ChannelPromise promise)
      throws Exception {
    unanswered--;
    super.write(ctx, frame, promise);
    adjust(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    adjust(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  private void adjust(ChannelHandlerContext ctx) {
    boolean read = unanswered < Limits.BRIDGE_IN_FLIGHT_MAX && ctx.channel().isWritable();
    if (ctx.channel().config().isAutoRead() != read) {
      ctx.channel().config().setAutoRead(read);
    }
  }
}
