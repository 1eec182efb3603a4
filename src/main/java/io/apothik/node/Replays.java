package io.apothik.node;

import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.replay.Experiment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The replays of the experiment that callers of this process look at. A step takes longer than an
 * event loop may be held up, so a thread of their own does them, one after the other. Where there
 * are too many replays, the one goes that was not used for longest.
 */
final class Replays {
  private static final String THREAD = "apothik-replay";
  private static final float LOAD_FACTOR = 0.75f;

  /** A replay, and when it was last used. */
  private static final class Session {
    private final Experiment experiment = new Experiment();
    private long usedAtMillis;
  }

  private final Vertx vertx;
  private final WorkerExecutor thread;
  private final LongSupplier nowMillis;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Those that were not used for longest come first. */
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(Limits.REPLAY_SESSIONS_MAX, LOAD_FACTOR, true);

  private boolean timerRuns;

  /**
   * None yet.
   *
   * @param nowMillis the time, of a clock that never goes back
   */
  Replays(Vertx vertx, LongSupplier nowMillis) {
    this.vertx = vertx;
    this.nowMillis = nowMillis;
    this.thread = vertx.createSharedWorkerExecutor(THREAD, 1);
  }

  /** Does the step in its turn; BUSY if too many wait for theirs. */
  Future<Reply> play(Request.Replay replay, Deadline deadline) {
    if (waiting.incrementAndGet() > Limits.REPLAY_WAITING_MAX) {
      waiting.decrementAndGet();
      return failed(
          ErrorCode.BUSY,
          "%d steps of replays wait for their turn".formatted(Limits.REPLAY_WAITING_MAX));
    }
    return thread
        .<Reply>executeBlocking(() -> perform(replay), true)
        .onComplete(done -> waiting.decrementAndGet())
        .timeout(Math.max(1, deadline.leftMillis()), TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                failure instanceof TimeoutException
                    ? failed(
                        ErrorCode.TIMEOUT,
                        "the step was not done within %d ms".formatted(deadline.timeoutMillis()))
                    : Future.failedFuture(failure));
  }

  private static Future<Reply> failed(ErrorCode code, String reason) {
    return Future.succeededFuture(new Reply.Failure(code, reason, 0));
  }

  private synchronized Reply perform(Request.Replay replay) {
    forgetIdle();
    Session session = sessions.computeIfAbsent(replay.session(), name -> new Session());
    session.usedAtMillis = nowMillis.getAsLong();
    if (sessions.size() > Limits.REPLAY_SESSIONS_MAX) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    lookAgainLater();
    return session.experiment.play(replay.step());
  }

  private synchronized void forgetIdle() {
    long since = nowMillis.getAsLong() - Limits.REPLAY_IDLE_MILLIS_MAX;
    sessions.values().removeIf(session -> session.usedAtMillis <= since);
  }

  private synchronized void lookAgainLater() {
    if (!timerRuns && !sessions.isEmpty()) {
      timerRuns = true;
      vertx.setTimer(Limits.REPLAY_IDLE_MILLIS_MAX, timer -> look());
    }
  }

  private synchronized void look() {
    timerRuns = false;
    forgetIdle();
    lookAgainLater();
  }

  /** How many there are. */
  synchronized int count() {
    return sessions.size();
  }
}
