package io.apothik.door.bus;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.trust.Session;
import io.apothik.trust.User;
import io.apothik.wire.JsonWire;
import io.vertx.core.AsyncResult;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is at the other end of one connection of a bridge, and so which of its requests the bridge is
 * to see. It reads a request as the master will; what the master cannot read goes on to it, as it
 * refuses that by itself. Used on the connection's thread alone.
 */
public final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

  private final Protection protection;
  private final Session session;
  private final String master;
  private final Line line;
  private int wrongPasswords;
  private boolean checking;
  private boolean overdue;
  private boolean closing;

  /** The way back to whoever asks. */
  public interface Line {
    /** Sends the body of a reply to the address at which it is awaited. */
    void reply(String address, JsonObject body);

    /** Says why something is not done, to that address if it is known. */
    void refuse(ErrorCode code, String reason, @Nullable String address);

    /** Says so, and closes the connection. */
    void end(ErrorCode code, String reason, @Nullable String address);

    /** Does something later, on the connection's thread. */
    void run(Runnable action);

    /** Who asks, for the log. */
    Object client();
  }

  /**
   * Begins with a stranger.
   *
   * @param protection with users
   * @param master the address at which requests are taken
   */
  public Admission(Protection protection, String master, Line line) {
    this.protection = protection;
    this.session = protection.session();
    this.master = master;
    this.line = line;
  }

  /** Whether it is known who asks, or strangers are let in. */
  public boolean isKnown() {
    return session.user().isPresent();
  }

  /** How long the next frame may be: little is taken from who is not known. */
  public int frameBytesMax() {
    return isKnown() ? Limits.FRAME_BYTES_MAX : Limits.LOGIN_FRAME_BYTES_MAX;
  }

  /**
   * Closes the connection if nobody said who asks; if a password is being checked, which can take
   * long where many are, then unless it is right.
   *
   * @param waitedMillis how long that was waited for
   */
  public void endIfUnknown(long waitedMillis) {
    if (checking) {
      overdue = true;
    } else if (!isKnown()) {
      String reason = "nobody said within %d ms who asks".formatted(waitedMillis);
      end(ErrorCode.NOT_AUTHENTICATED, reason, null);
    }
  }

  /**
   * Has the request in a frame ask for nothing but what its caller may see, where it names nothing
   * by itself.
   *
   * @return whether it was changed
   */
  public boolean narrow(JsonObject frame) {
    return frame.getValue("body") instanceof JsonObject request
        && session.user().isPresent()
        && ReadableKeys.narrow(request, session.user().get().rights());
  }

  /**
   * Whether the bridge is to see the frame; if not, it is answered here.
   *
   * @param frame has a type, and if that is not "ping" an address, and one for the reply
   */
  public boolean passes(JsonObject frame) {
    if (closing) {
      return false;
    }
    String type = frame.getString("type");
    if (type.equals("ping")) {
      return true;
    }
    String waiting = frame.getString("replyAddress");
    try {
      if (type.equals("send") && master.equals(frame.getString("address"))) {
        return passes(frame.getValue("body"), waiting);
      }
      // The bridge denies everybody access to all other addresses.
      session.known(type);
      return true;
    } catch (FailureException refused) {
      line.refuse(refused.code(), reason(refused), waiting);
      return false;
    }
  }

  private boolean passes(@Nullable Object body, String waiting) {
    if (!(body instanceof JsonObject request)) {
      session.known("a request");
      return true;
    }
    String op = String.valueOf(request.getValue("op"));
    if (op.equals(JsonWire.LOGIN)) {
      logIn(JsonWire.login(request), waiting);
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

  private void logIn(JsonWire.Login login, String waiting) {
    if (checking) {
      throw new FailureException(ErrorCode.BUSY, "another password is being checked");
    }
    checking = true;
    protection
        .authenticate(login.user(), login.password(), String.valueOf(line.client()))
        .onComplete(result -> line.run(() -> conclude(waiting, result)));
  }

  private void conclude(String waiting, AsyncResult<User> result) {
    checking = false;
    if (closing) {
      return;
    }
    if (result.succeeded()) {
      session.admit(result.result());
      line.reply(waiting, new JsonObject().put("ok", true));
    } else if (result.cause() instanceof FailureException refused) {
      refuse(refused.code(), reason(refused), waiting);
    } else {
      LOG.error("a password could not be checked", result.cause());
      refuse(ErrorCode.INTERNAL, "no password can be checked", waiting);
    }
  }

  private void refuse(ErrorCode code, String reason, String waiting) {
    if (code == ErrorCode.NOT_AUTHENTICATED) {
      wrongPasswords++;
    }
    if (wrongPasswords >= Limits.WRONG_PASSWORDS_MAX || (overdue && !isKnown())) {
      end(code, reason, waiting);
    } else {
      line.refuse(code, reason, waiting);
    }
  }

  private static String reason(FailureException refused) {
    return String.valueOf(refused.getMessage());
  }

  private void end(ErrorCode code, String reason, @Nullable String waiting) {
    closing = true;
    line.end(code, reason, waiting);
  }
}
