package io.apothik.door.bus;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import io.apothik.trust.Session;
import io.apothik.trust.User;
import io.apothik.wire.JsonWire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.AsyncResult;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only those requests through that whoever is at the other end may make. It reads a frame as
 * the bridge will, and its request as the master will, so that neither sees another one; what the
 * master cannot read goes on to it, as it refuses that by itself.
 *
 * <p>Stands behind {@link FrameGuard}, so each frame is one JSON object, and behind {@link
 * FlowGuard}, which counts what is answered here like any other answer.
 */
final class TrustGuard extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TrustGuard.class);

  private final Protection protection;
  private final Session session;
  private final String master;
  private final long loginMillisMax;
  private int wrongPasswords;
  private boolean checking;
  private boolean closing;
  private @Nullable ScheduledFuture<?> limit;

  /**
   * @param master the address at which requests are taken
   * @param loginMillisMax how long a connection may take to say who it is
   */
  TrustGuard(Protection protection, String master, long loginMillisMax) {
    this.protection = protection;
    this.session = protection.session();
    this.master = master;
    this.loginMillisMax = loginMillisMax;
  }

  /** How long the next frame may be: little is taken from who is not known. */
  int frameBytesMax() {
    return session.user().isPresent() ? Limits.FRAME_BYTES_MAX : Limits.LOGIN_FRAME_BYTES_MAX;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    limit = ctx.executor().schedule(() -> endIfUnknown(ctx), loginMillisMax, TimeUnit.MILLISECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  private void endIfUnknown(ChannelHandlerContext ctx) {
    if (session.user().isEmpty() && ctx.channel().isActive()) {
      end(ctx, "nobody said within %d ms who asks".formatted(loginMillisMax), null);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf frame = (ByteBuf) message;
    boolean passed = false;
    JsonObject narrowed = null;
    try {
      JsonObject json = json(frame);
      narrowed = narrow(json) ? json : null;
      passed = !closing && passes(ctx, json);
    } finally {
      if (!passed || narrowed != null) {
        ReferenceCountUtil.release(frame);
      }
    }
    if (passed) {
      ctx.fireChannelRead(narrowed == null ? frame : BridgeFrame.encode(ctx, narrowed));
    }
  }

  /** Whether a request was changed to one that asks for nothing but what its caller may see. */
  private boolean narrow(JsonObject frame) {
    return frame.getValue("body") instanceof JsonObject request
        && session.user().isPresent()
        && ReadableKeys.narrow(request, session.user().get().rights());
  }

  private static JsonObject json(ByteBuf frame) {
    int start = frame.readerIndex() + Integer.BYTES;
    return new JsonObject(
        Buffer.buffer(ByteBufUtil.getBytes(frame, start, frame.readableBytes() - Integer.BYTES)));
  }

  /** Whether the bridge is to see the frame; if not, it is answered. */
  private boolean passes(ChannelHandlerContext ctx, JsonObject frame) {
    String type = frame.getString("type");
    if (type.equals("ping")) {
      return true;
    }
    String waiting = frame.getString("replyAddress");
    Object body = frame.getValue("body");
    try {
      if (type.equals("send") && master.equals(frame.getString("address"))) {
        return passes(ctx, body, waiting);
      }
      // The bridge denies everybody access to all other addresses.
      session.known(type);
      return true;
    } catch (FailureException refused) {
      answer(ctx, BridgeFrame.error(refused.code(), reason(refused), waiting));
      return false;
    }
  }

  private boolean passes(ChannelHandlerContext ctx, @Nullable Object body, String waiting) {
    if (!(body instanceof JsonObject request)) {
      session.known("a request");
      return true;
    }
    String op = String.valueOf(request.getValue("op"));
    if (op.equals(JsonWire.LOGIN)) {
      logIn(ctx, JsonWire.login(request), waiting);
      return false;
    }
    session.known(op);
    JsonWire.Call call;
    try {
      call = JsonWire.decode(request);
    } catch (FailureException unreadable) {
      return true;
    }
    session.check(op, call.request());
    return true;
  }

  private void logIn(ChannelHandlerContext ctx, JsonWire.Login login, String waiting) {
    if (checking) {
      throw new FailureException(ErrorCode.BUSY, "another password is being checked");
    }
    checking = true;
    protection
        .authenticate(login.user(), login.password())
        .onComplete(result -> ctx.executor().execute(() -> end(ctx, login, waiting, result)));
  }

  private void end(
      ChannelHandlerContext ctx, JsonWire.Login login, String waiting, AsyncResult<User> result) {
    checking = false;
    if (closing) {
      return;
    }
    if (result.succeeded()) {
      session.admit(result.result());
      answer(ctx, BridgeFrame.reply(waiting, new JsonObject().put("ok", true)));
    } else if (result.cause() instanceof FailureException refused) {
      refuse(ctx, login, waiting, refused);
    } else {
      LOG.error("a password could not be checked", result.cause());
      answer(ctx, BridgeFrame.error(ErrorCode.INTERNAL, "no password can be checked", waiting));
    }
  }

  private void refuse(
      ChannelHandlerContext ctx, JsonWire.Login login, String waiting, FailureException refused) {
    boolean wrong = refused.code() == ErrorCode.NOT_AUTHENTICATED;
    if (wrong) {
      wrongPasswords++;
      LOG.warn(
          "{}: a wrong user or password, for '{}'",
          ctx.channel().remoteAddress(),
          Bytes.utf8(login.user()));
    }
    if (wrongPasswords >= Limits.WRONG_PASSWORDS_MAX) {
      end(ctx, reason(refused), waiting);
    } else {
      answer(ctx, BridgeFrame.error(refused.code(), reason(refused), waiting));
    }
  }

  private static String reason(FailureException refused) {
    return String.valueOf(refused.getMessage());
  }

  private static void answer(ChannelHandlerContext ctx, JsonObject frame) {
    ctx.writeAndFlush(BridgeFrame.encode(ctx, frame))
        .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  private void end(ChannelHandlerContext ctx, String reason, @Nullable String waiting) {
    closing = true;
    JsonObject error = BridgeFrame.error(ErrorCode.NOT_AUTHENTICATED, reason, waiting);
    ctx.writeAndFlush(BridgeFrame.encode(ctx, error)).addListener(ChannelFutureListener.CLOSE);
  }
}
