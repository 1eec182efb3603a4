package io.apothik.door.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.door.cli.ClosedLoop.Outcome;
import io.apothik.message.ErrorCode;
import io.apothik.message.Hearing;
import io.apothik.message.KeyRequest;
import io.apothik.message.Listener;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  private static final Bytes KEY = Bytes.utf8("k");
  private static final long MILLIS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long ANSWER_MILLIS = 2;

  private final ExecutorService node = Executors.newSingleThreadExecutor();
  private final Executor later =
      CompletableFuture.delayedExecutor(ANSWER_MILLIS, TimeUnit.MILLISECONDS, node);
  private final AtomicInteger onTheirWay = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();

  @AfterEach
  void end() {
    node.shutdownNow();
  }

  /** Answers everything alike, a moment later. */
  private final class SlowMaster implements Master {
    private final Reply reply;

    private SlowMaster(Reply reply) {
      this.reply = reply;
    }

    @Override
    public void ask(Request request, long timeoutMillis, Consumer<Reply> caller) {
      asked.incrementAndGet();
      most.accumulateAndGet(onTheirWay.incrementAndGet(), Math::max);
      later.execute(
          () -> {
            onTheirWay.decrementAndGet();
            caller.accept(reply);
          });
    }

    @Override
    public void onSlowClient(String text) {}

    @Override
    public NodeName name() {
      return new NodeName("n@h");
    }

    @Override
    public LiveSet live() {
      return LiveSet.NONE;
    }

    @Override
    public SlotTable table() {
      return SlotTable.NONE;
    }

    @Override
    public void listen(
        Bytes prefix, Listener listener, Consumer<Hearing> ready, Consumer<Reply.Failure> refused) {
      throw new UnsupportedOperationException("nobody listens here");
    }
  }

  private Outcome run(Reply reply, int inFlight) throws InterruptedException {
    return new ClosedLoop(new SlowMaster(reply), () -> KeyRequest.get(KEY), inFlight)
        .run(20 * MILLIS, 200 * MILLIS);
  }

  @Test
  void soMany_areOnTheirWayAndNeverMore() throws InterruptedException {
    Outcome outcome = run(new Reply.Value(KEY, Version.NONE, 0), 7);

    assertThat(most).hasValue(7);
    assertThat(onTheirWay).hasValue(0);
    assertThat(outcome.inFlight()).isEqualTo(7);
    assertThat(outcome.failed()).isZero();
  }

  @Test
  void latency_isNoShorterThanAnAnswerTakes_andThroughputFollowsFromIt()
      throws InterruptedException {
    Outcome outcome = run(new Reply.Changed(true, Version.NONE), 1);

    assertThat(outcome.p50Micros()).isGreaterThanOrEqualTo(1_000 * ANSWER_MILLIS);
    assertThat(outcome.p99Micros()).isGreaterThanOrEqualTo(outcome.p50Micros());
    assertThat(outcome.requestsPerSecond()).isPositive().isLessThanOrEqualTo(500);
    // What was asked before the measurement began is not counted.
    assertThat(outcome.requestsPerSecond() / 5).isLessThan(asked.get());
  }

  @Test
  void absentValuesAndRefusals_count_asFailedAndAreNotAskedAgainAtOnce()
      throws InterruptedException {
    assertThat(run(Reply.Value.ABSENT, 1).failed()).isPositive();
    int before = asked.get();
    Outcome refused = run(new Reply.Failure(ErrorCode.BUSY, "too many", 0), 1);

    assertThat(refused.failed()).isPositive();
    assertThat(refused.requestsPerSecond()).isZero();
    assertThat(asked.get() - before).isLessThanOrEqualTo(22);
  }
}
