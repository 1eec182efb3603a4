package io.apothik.door.resp;

import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.slot.Bytes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client: reads commands as long as few are unanswered and the client reads
 * its answers, and writes answers.
 */
final class Client {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  private final NetSocket socket;
  private final Door door;
  private final Session session;
  private final Runnable flushLater;
  private final Pipeline pipeline;
  private final Dispatch dispatch;
  private final CommandReader reader = new CommandReader();
  private final RespWriter out = new RespWriter();
  private @Nullable Arguments held;
  private @Nullable Runnable whenQuiet;
  private boolean elsewhere;
  private boolean ending;
  private boolean flushing;
  private boolean paused;
  private long fullSinceMillis;

  /**
   * @param later runs what it is given once the events at hand are handled
   */
  Client(NetSocket socket, Door door, Executor later) {
    this.socket = socket;
    this.door = door;
    this.session = door.open(socket.remoteAddress().toString(), socket.localAddress().toString());
    this.flushLater = () -> later.execute(this::flush);
    this.pipeline = new Pipeline(door, this::answersAreThere);
    this.dispatch = new Dispatch(session);
    socket.setWriteQueueMaxSize(Limits.RESP_UNREAD_BYTES_FULL);
    socket.drainHandler(drained -> takesAgain());
    socket.exceptionHandler(
        broken -> LOG.debug("the client {} is gone: {}", session.line(), broken.toString()));
    socket.handler(this::take);
  }

  Session session() {
    return session;
  }

  private void take(Buffer bytes) {
    reader.add(bytes.getBytes());
    goOn();
  }

  private void goOn() {
    try {
      run();
    } catch (ProtocolException broken) {
      pipeline.add(true, words -> words.error("ERR " + broken.getMessage()));
      ending = true;
    }
    pipeline.send();
    adjustReading();
  }

  private void run() {
    while (mayTake()) {
      Arguments next = held == null ? read() : held;
      held = null;
      if (next == null) {
        return;
      }
      if (needsQuiet(next) && !pipeline.isQuiet()) {
        held = next;
        return;
      }
      handle(next);
    }
  }

  private @Nullable Arguments read() {
    reader.known(session.isKnown());
    List<Bytes> words = reader.next();
    return words == null ? null : new Arguments(words);
  }

  private boolean mayTake() {
    return !ending
        && !elsewhere
        && pipeline.size() < Limits.RESP_IN_FLIGHT_MAX
        && !socket.writeQueueFull();
  }

  /** Whether what was watched has to be known, or what comes asks others than owners of slots. */
  private static boolean needsQuiet(Arguments next) {
    return switch (next.name()) {
      case "auth",
          "hello",
          "exec",
          "watch",
          "scan",
          "keys",
          "dbsize",
          "flushall",
          "flushdb",
          "randomkey",
          "cluster",
          "info" ->
          true;
      default -> false;
    };
  }

  private void handle(Arguments arguments) {
    session.begins(arguments.name());
    door.countCommand();
    try {
      perform(dispatch.action(arguments));
    } catch (CommandException refused) {
      answer(Action.Answer.error(refused.text()));
    } catch (FailureException refused) {
      answer(Action.Answer.error(Errors.text(refused.failure())));
    } catch (RuntimeException unforeseen) {
      LOG.error("the command {} failed for an unforeseen reason", arguments.name(), unforeseen);
      answer(Action.Answer.error("ERR " + unforeseen));
    }
  }

  private void perform(Dispatch.Decision decision) {
    boolean answered = session.isAnswered();
    Action action = decision.action();
    if (action instanceof Action.Answer answer) {
      answer(answer);
    } else if (action instanceof Action.Ending last) {
      pipeline.add(answered, last.words());
      ending = true;
    } else if (action instanceof Action.Elsewhere work) {
      elsewhere = true;
      pipeline.add(answered, work);
    } else if (action instanceof Action.Keyed keyed) {
      door.isAsked();
      Optional<Integer> slot = decision.slot();
      if (slot.isPresent()) {
        pipeline.add(answered, keyed, slot.get());
      } else {
        elsewhere = true;
        whenQuiet = () -> pipeline.addSpread(answered, keyed);
        beginIfQuiet();
      }
    }
  }

  /** What concerns several slots begins when all before it is done. */
  private void beginIfQuiet() {
    Runnable next = whenQuiet;
    if (next != null && pipeline.isQuiet()) {
      whenQuiet = null;
      next.run();
    }
  }

  private void answer(Action.Answer answer) {
    pipeline.add(session.isAnswered(), answer.words());
  }

  private void answersAreThere() {
    if (!flushing) {
      flushing = true;
      flushLater.run();
    }
  }

  private void flush() {
    flushing = false;
    while (pipeline.isAnswered() && !socket.writeQueueFull()) {
      pipeline.write(out);
      if (out.size() > 0) {
        socket.write(Buffer.buffer(out.take()));
      }
    }
    beginIfQuiet();
    if (pipeline.isQuiet()) {
      elsewhere = false;
      if (ending || session.isExpelled()) {
        socket.close();
        return;
      }
    }
    goOn();
  }

  private void adjustReading() {
    boolean wanted = mayTake() && held == null;
    if (wanted == paused) {
      paused = !wanted;
      if (wanted) {
        socket.resume();
      } else {
        socket.pause();
      }
    }
  }

  /** It has read most of what waited for it. */
  private void takesAgain() {
    fullSinceMillis = 0;
    flush();
  }

  /** Drops a client that is silent, or has read nothing for too long of what waits for it. */
  void tick(long nowMillis) {
    if (session.isOverdue(nowMillis)) {
      socket.close();
      return;
    }
    if (!socket.writeQueueFull()) {
      fullSinceMillis = 0;
    } else if (fullSinceMillis == 0) {
      fullSinceMillis = nowMillis;
    } else if (nowMillis - fullSinceMillis > Limits.RESP_UNREAD_MILLIS_MAX) {
      LOG.warn("the client {} is dropped: it does not read its replies", session.line());
      door.onSlowClient(
          "the Redis client %s is dropped: it read nothing of its replies for %d s"
              .formatted(socket.remoteAddress(), Limits.RESP_UNREAD_MILLIS_MAX / 1_000));
      // To close the socket would be to wait until they are read.
      var unused = ((NetSocketInternal) socket).channelHandlerContext().close();
    }
  }
}
