package io.apothik.replica;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many bytes a second were sent lately: over the last few seconds, or since it began. */
final class FillRate {
  private static final long WINDOW_MILLIS = 4_000;

  /** What is sent within so long is counted together, so that little is remembered. */
  private static final long SPAN_MILLIS = 250;

  /** From less, nothing follows for the time to come. */
  private static final long KNOWN_MILLIS = 500;

  private record Span(long atMillis, long bytes) {}

  private final Deque<Span> spans = new ArrayDeque<>();
  private long sinceMillis;

  /** So much was sent, or nothing. */
  void count(long bytes, long nowMillis) {
    forget(nowMillis);
    if (bytes == 0) {
      return;
    }
    if (spans.isEmpty()) {
      sinceMillis = nowMillis;
    }
    Span last = spans.peekLast();
    if (last != null && nowMillis - last.atMillis() < SPAN_MILLIS) {
      spans.removeLast();
      spans.add(new Span(last.atMillis(), last.bytes() + bytes));
    } else {
      spans.add(new Span(nowMillis, bytes));
    }
  }

  /** Bytes per second, or 0 if nothing was sent lately, or it began just now. */
  long bytesPerSecond(long nowMillis) {
    forget(nowMillis);
    long millis = nowMillis - Math.max(sinceMillis, nowMillis - WINDOW_MILLIS);
    return spans.isEmpty() || millis < KNOWN_MILLIS
        ? 0
        : 1_000 * spans.stream().mapToLong(Span::bytes).sum() / millis;
  }

  private void forget(long nowMillis) {
    while (!spans.isEmpty() && nowMillis - spans.element().atMillis() > WINDOW_MILLIS) {
      spans.remove();
    }
  }
}
