package io.apothik.door.bus;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets only frames through that the bridge can deal with, each as one buffer: a length in 4 bytes,
 * 0 to {@link Limits#FRAME_BYTES_MAX}, and so many bytes of JSON that {@link FrameCheck} accepts.
 * What is refused is answered with an err frame. After a bad length, or bytes that are no JSON, no
 * later frame's beginning can be trusted, and the connection is closed.
 */
final class FrameGuard extends ByteToMessageDecoder {
  private final IntSupplier lengthMax;
  private boolean closing;
  private @Nullable ChannelHandlerContext context;

  /**
   * @param lengthMax how long the next frame may be, at most {@link Limits#FRAME_BYTES_MAX}
   */
  FrameGuard(IntSupplier lengthMax) {
    this.lengthMax = lengthMax;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (closing) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (in.readableBytes() < Integer.BYTES) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    int max = lengthMax.getAsInt();
    if (length < 0 || length > max) {
      refuseAll(
          ctx,
          length > max && length <= Limits.FRAME_BYTES_MAX
              ? ErrorCode.NOT_AUTHENTICATED
              : ErrorCode.BAD_FRAME,
          "a frame of %d bytes is not between 0 and %d".formatted(length, max));
    } else if (in.readableBytes() >= Integer.BYTES + length) {
      ByteBuf frame = in.readRetainedSlice(Integer.BYTES + length);
      check(ctx, frame, out);
    }
  }

  private void check(ChannelHandlerContext ctx, ByteBuf frame, List<Object> out) {
    FrameCheck check = FrameCheck.of(frame.slice(Integer.BYTES, frame.readableBytes() - 4));
    Optional<String> problem = check.problem();
    if (problem.isEmpty()) {
      out.add(frame);
      return;
    }
    frame.release();
    if (check.isJson()) {
      send(ctx, BridgeFrame.error(ErrorCode.BAD_FRAME, problem.get(), check.replyAddress()));
    } else {
      refuseAll(ctx, ErrorCode.BAD_FRAME, problem.get());
    }
  }

  /** Says that there are too many connections, and closes this one. */
  void refuseConnection() {
    if (context != null) {
      refuseAll(
          context,
          ErrorCode.TOO_MANY_CONNECTIONS,
          "there are %d connections already".formatted(Limits.BRIDGE_CONNECTIONS_MAX));
    }
  }

  private void refuseAll(ChannelHandlerContext ctx, ErrorCode code, String reason) {
    closing = true;
    ByteBuf frame = BridgeFrame.encode(ctx, BridgeFrame.error(code, reason, null));
    ctx.writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
  }

  private static void send(ChannelHandlerContext ctx, JsonObject frame) {
    ctx.writeAndFlush(BridgeFrame.encode(ctx, frame))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }
}
