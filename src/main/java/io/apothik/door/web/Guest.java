package io.apothik.door.web;

import io.apothik.credential.Protection;
import io.apothik.door.bus.Admission;
import io.apothik.door.bus.BridgeFrame;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page at the other end of a socket. It says who asks as on the event-bus bridge, if there are
 * users. While it does not read what it asked for, nothing more is taken from it.
 */
final class Guest implements Admission.Line {
  /** RFC 6455's code for a socket that goes against the rules of its server. */
  private static final int POLICY = 1008;

  /** What the bridge takes as an address for a reply. */
  private static final int REPLY_ADDRESS_CHARS_MAX = 36;

  private final SockJSSocket socket;
  private final Vertx vertx;
  private final Context context;
  private final @Nullable Admission admission;
  private final long timer;

  Guest(SockJSSocket socket, Protection protection, String address) {
    this.socket = socket;
    vertx = socket.routingContext().vertx();
    context = vertx.getOrCreateContext();
    SocketGuard guard = SocketGuard.of(socket.routingContext());
    if (!protection.hasUsers()) {
      admission = null;
      timer = -1;
      guard.limit(() -> Limits.FRAME_BYTES_MAX);
      return;
    }
    Admission asking = new Admission(protection, address, this);
    admission = asking;
    timer =
        vertx.setTimer(
            Limits.LOGIN_MILLIS_MAX, late -> asking.endIfUnknown(Limits.LOGIN_MILLIS_MAX));
    guard.limit(asking::frameBytesMax);
  }

  /** Whether the bridge is to see the message; if not, it is answered. */
  boolean passes(JsonObject message) {
    Optional<String> problem = problem(message);
    if (problem.isPresent()) {
      refuse(ErrorCode.BAD_FRAME, problem.get(), null);
      return false;
    }
    if (socket.writeQueueFull()) {
      socket.pause().drainHandler(read -> socket.resume());
    }
    if (admission == null) {
      return true;
    }
    admission.narrow(message);
    return admission.passes(message);
  }

  /** The bridge takes what it is given; this it can deal with. */
  private static Optional<String> problem(JsonObject message) {
    if (!(message.getValue("replyAddress") instanceof String waiting)
        || waiting.isEmpty()
        || waiting.length() > REPLY_ADDRESS_CHARS_MAX) {
      return Optional.of(
          "the frame has no replyAddress of 1 to %d characters".formatted(REPLY_ADDRESS_CHARS_MAX));
    }
    if (!(message.getValue("address") instanceof String) || message.containsKey("headers")) {
      return Optional.of("the frame has no address, or it has headers");
    }
    return Optional.empty();
  }

  /** It has closed its socket. */
  void leave() {
    vertx.cancelTimer(timer);
  }

  @Override
  public void reply(String address, JsonObject body) {
    write(new JsonObject().put("type", "rec").put("address", address).put("body", body));
  }

  @Override
  public void refuse(ErrorCode code, String reason, @Nullable String address) {
    write(BridgeFrame.error(code, reason, address));
  }

  private void write(JsonObject frame) {
    socket.write(Buffer.buffer(frame.encode()));
  }

  @Override
  public void end(ErrorCode code, String reason, @Nullable String address) {
    refuse(code, reason, address);
    socket.close(POLICY, code.name());
  }

  @Override
  public void run(Runnable action) {
    context.runOnContext(ignored -> action.run());
  }

  @Override
  public Object client() {
    return socket.remoteAddress();
  }
}
