package io.apothik.door.cli;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Keeps so many requests on their way: when one is answered the next is asked, until the time is
 * over. How long an answer took is noted down once the first part of the time is over.
 */
final class ClosedLoop {
  private static final long MICROS_MAX = TimeUnit.SECONDS.toMicros(60);
  private static final int DIGITS = 3;
  private static final Executor PAUSE =
      CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS);

  /**
   * What was measured.
   *
   * @param failed requests that were not done, or found nothing
   */
  record Outcome(
      int inFlight, double requestsPerSecond, long p50Micros, long p99Micros, long failed) {}

  private final Master master;
  private final Supplier<KeyRequest> requests;
  private final int inFlight;
  private final Histogram micros = new ConcurrentHistogram(MICROS_MAX, DIGITS);
  private final LongAdder failed = new LongAdder();
  private final AtomicInteger running = new AtomicInteger();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private long measuredFrom;
  private long until;

  /**
   * @param requests gives the next one; called by several threads
   */
  ClosedLoop(Master master, Supplier<KeyRequest> requests, int inFlight) {
    this.master = master;
    this.requests = requests;
    this.inFlight = inFlight;
  }

  /**
   * Works for so long.
   *
   * @param warmUpNanos of which nothing is noted down
   * @throws InterruptedException if the thread is to end
   */
  Outcome run(long warmUpNanos, long nanos) throws InterruptedException {
    long now = System.nanoTime();
    measuredFrom = now + warmUpNanos;
    until = measuredFrom + nanos;
    running.set(inFlight);
    for (int i = 0; i < inFlight; i++) {
      next();
    }
    try {
      end.get(
          TimeUnit.NANOSECONDS.toMillis(warmUpNanos + nanos) + 2L * Limits.TIMEOUT_MILLIS_MAX,
          TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException impossible) {
      throw new IllegalStateException("requests are not answered in their time", impossible);
    }
    return new Outcome(
        inFlight,
        micros.getTotalCount() * (double) TimeUnit.SECONDS.toNanos(1) / nanos,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99),
        failed.sum());
  }

  private void next() {
    long asked = System.nanoTime();
    if (asked >= until) {
      if (running.decrementAndGet() == 0) {
        end.complete(null);
      }
      return;
    }
    master.ask(requests.get(), Limits.TIMEOUT_MILLIS_DEFAULT, reply -> answered(asked, reply));
  }

  private void answered(long asked, Reply reply) {
    long now = System.nanoTime();
    boolean done = isDone(reply);
    if (asked >= measuredFrom && now < until) {
      if (done) {
        micros.recordValue(Math.min(MICROS_MAX, TimeUnit.NANOSECONDS.toMicros(now - asked)));
      } else {
        failed.increment();
      }
    }
    if (done) {
      next();
    } else {
      // A cluster that refuses is not to be asked again at once.
      PAUSE.execute(this::next);
    }
  }

  private static boolean isDone(Reply reply) {
    return reply instanceof Reply.Value value
        ? value.valueOrNull() != null
        : !(reply instanceof Reply.Failure);
  }
}
