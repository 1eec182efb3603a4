package io.apothik.node;

import io.apothik.message.ErrorCode;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * What becomes of the requests about keys that this node's master takes in, as its callers see it:
 * how many of each operation came to which end, and how long they took, all tries together.
 *
 * <p>A master answers about a million requests a second, so nothing is looked up in a registry for
 * one. Each count has its place in an array that one thread writes, the context of the lanes, and
 * any thread reads. A failure that an operation meets for the first time is shown from then on.
 */
final class RequestMetrics {
  private static final Duration[] BOUNDS =
      LongStream.of(
              50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000,
              500_000, 1_000_000, 2_500_000, 5_000_000)
          .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
          .toArray(Duration[]::new);

  private static final String DONE = "done";

  /** The ends of requests: 0 if it was done, else the number of its error code. */
  private static final int ENDS =
      1 + Stream.of(ErrorCode.values()).mapToInt(ErrorCode::number).max().orElse(0);

  /** One operation's counts, and its times. */
  private record Kind(String operation, AtomicLongArray ends, Timer duration) {}

  private final Meters meters;
  private final History history;
  private final Map<Class<?>, Kind> kinds = new HashMap<>();

  /** Gets that found nothing, and that found something. */
  private final AtomicLongArray gets = new AtomicLongArray(2);

  /**
   * @param history of which they become a part, too
   */
  RequestMetrics(Meters meters, History history) {
    this.meters = meters;
    this.history = history;
    for (Class<?> operation : Operation.class.getPermittedSubclasses()) {
      String name = nameOf(operation);
      Timer duration = meters.timer("apothik.request.duration", Tags.of("operation", name), BOUNDS);
      Kind kind = new Kind(name, new AtomicLongArray(ENDS), duration);
      kinds.put(operation, kind);
      show(kind, 0);
    }
    meters.count("apothik.gets", null, Tags.of("result", "miss"), () -> gets.get(0));
    meters.count("apothik.gets", null, Tags.of("result", "hit"), () -> gets.get(1));
  }

  /** Such as {@code compare-and-set}. */
  private static String nameOf(Class<?> operation) {
    return operation.getSimpleName().replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private void show(Kind kind, int end) {
    String outcome = end == 0 ? DONE : ErrorCode.numbered(end).name();
    meters.count(
        "apothik.requests",
        null,
        Tags.of("operation", kind.operation(), "outcome", outcome),
        () -> kind.ends().get(end));
  }

  /** A request came in; called on the context of the lanes, once for each that ends. */
  void began() {
    history.began();
  }

  /**
   * A request is over; called on the context of the lanes.
   *
   * @param beganNanos when it came in, by {@link System#nanoTime}
   */
  void ended(Operation operation, Reply reply, long beganNanos) {
    Kind kind = kinds.get(operation.getClass());
    if (kind == null) {
      throw new IllegalArgumentException("an operation of no known kind: " + operation);
    }
    long nanos = System.nanoTime() - beganNanos;
    kind.duration().record(nanos, TimeUnit.NANOSECONDS);
    int end = 0;
    if (reply instanceof Reply.Failure failure) {
      end = failure.code().number();
      history.failed(TimeUnit.NANOSECONDS.toMicros(nanos), failure.code());
    } else {
      history.ended(TimeUnit.NANOSECONDS.toMicros(nanos));
    }
    if (increment(kind.ends(), end) == 1 && end != 0) {
      show(kind, end);
    }
    if (operation instanceof Operation.Get && reply instanceof Reply.Value value) {
      increment(gets, value.valueOrNull() == null ? 0 : 1);
    }
  }

  /** One more, as only one thread counts; gives how many that makes. */
  private static long increment(AtomicLongArray counts, int index) {
    long next = counts.getPlain(index) + 1;
    counts.setRelease(index, next);
    return next;
  }
}
