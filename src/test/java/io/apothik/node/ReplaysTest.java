package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.Beside;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.ReplayStep;
import io.apothik.message.Replayed;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
@Beside
class ReplaysTest {
  private static final long PATIENCE_MILLIS = 60_000;

  private final AtomicLong nowMillis = new AtomicLong(1);
  private Replays replays;

  @BeforeEach
  void begin(Vertx vertx) {
    replays = new Replays(vertx, nowMillis::get);
  }

  private Future<Reply> ask(String session, ReplayStep step) {
    return replays.play(new Request.Replay(session, step), Deadline.after(PATIENCE_MILLIS));
  }

  private Replayed play(String session, ReplayStep step) throws Exception {
    return (Replayed) ask(session, step).await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Test
  void session_goesOnWhereItWas() throws Exception {
    play("a", ReplayStep.FILL);

    assertThat(play("a", ReplayStep.KILL).steps()).isEqualTo(2);
  }

  @Test
  void sessions_doNotDisturbEachOther() throws Exception {
    play("a", ReplayStep.FILL);

    assertThat(play("b", ReplayStep.KILL).standings())
        .allSatisfy(
            standing -> {
              assertThat(standing.found()).isZero();
              assertThat(standing.lost()).isZero();
            });
  }

  @Test
  void oneSessionTooMany_theOneUnusedForLongestGoes() throws Exception {
    for (int i = 0; i < Limits.REPLAY_SESSIONS_MAX; i++) {
      play("s" + i, ReplayStep.START_OVER);
    }
    play("s0", ReplayStep.FILL);
    play("one more", ReplayStep.FILL);

    assertThat(replays.count()).isEqualTo(Limits.REPLAY_SESSIONS_MAX);
    assertThat(play("s0", ReplayStep.FILL).steps()).isEqualTo(3);
    assertThat(play("s1", ReplayStep.FILL).steps()).isEqualTo(1);
  }

  @Test
  void sessionUnusedForTooLong_beginsAnew() throws Exception {
    play("a", ReplayStep.FILL);
    nowMillis.addAndGet(Limits.REPLAY_IDLE_MILLIS_MAX - 1L);
    play("a", ReplayStep.FILL);
    nowMillis.addAndGet(Limits.REPLAY_IDLE_MILLIS_MAX);

    assertThat(play("a", ReplayStep.FILL).steps()).isEqualTo(1);
  }

  @Test
  void impossibleStep_failsAndChangesNothing() throws Exception {
    for (int i = 0; i < 4; i++) {
      play("a", ReplayStep.KILL);
    }
    Future<Reply> impossible = ask("a", ReplayStep.KILL);

    assertThat(impossible.transform(Future::succeededFuture).await().cause())
        .hasMessageContaining("the last node");
    assertThat(play("a", ReplayStep.ADD).steps()).isEqualTo(5);
  }

  @Test
  void moreStepsThanMayWait_areRefused() throws Exception {
    List<Future<Reply>> all =
        IntStream.range(0, 2 * Limits.REPLAY_WAITING_MAX)
            .mapToObj(i -> ask("a", ReplayStep.START_OVER))
            .toList();
    Future.join(all).await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);

    List<Reply> refused =
        all.stream().map(Future::result).filter(Reply.Failure.class::isInstance).toList();
    assertThat(refused)
        .isNotEmpty()
        .allMatch(reply -> ((Reply.Failure) reply).code() == ErrorCode.BUSY);
    assertThat(refused).hasSizeLessThanOrEqualTo(Limits.REPLAY_WAITING_MAX);
    assertThat(play("a", ReplayStep.START_OVER).steps()).isGreaterThan(Limits.REPLAY_WAITING_MAX);
  }

  @Test
  void stepThatIsNotDoneInTime_isGivenUp() throws Exception {
    IntStream.range(0, Limits.REPLAY_WAITING_MAX - 1)
        .forEach(i -> assertThat(ask("a", ReplayStep.START_OVER).failed()).isFalse());
    Future<Reply> late = replays.play(new Request.Replay("a", ReplayStep.FILL), Deadline.after(1));

    Reply reply = late.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    assertThat(reply).isInstanceOf(Reply.Failure.class);
    assertThat(((Reply.Failure) reply).code()).isEqualTo(ErrorCode.TIMEOUT);
    await()
        .atMost(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .until(() -> !(ask("b", ReplayStep.FILL).await() instanceof Reply.Failure));
  }
}
