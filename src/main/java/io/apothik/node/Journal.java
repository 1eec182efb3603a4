package io.apothik.node;

import io.apothik.message.JournalEvent;
import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Limits;
import io.apothik.message.Observation;
import io.apothik.slot.NodeName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The latest events that a node noticed: {@link Limits#JOURNAL_EVENTS_MAX}, which have 1.2 MiB if
 * each is as long as it may be, and about 200 KiB as they are. Safe for use by several threads.
 */
final class Journal {
  private static final long SLOW_CLIENT_MILLIS = 1_000;

  private final LongSupplier clock;
  private final Deque<JournalEvent> events = new ArrayDeque<>();
  private long last;
  private long slowClientMillis;
  private int slowClients;

  /**
   * @param clock tells milliseconds since 1970
   */
  Journal(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Something happened.
   *
   * @param nodeOrNull to whom, or null if to no single node
   */
  synchronized void note(Kind kind, @Nullable NodeName nodeOrNull, String text) {
    String kept =
        text.length() <= Limits.JOURNAL_TEXT_CHARS_MAX
            ? text
            : text.substring(0, Limits.JOURNAL_TEXT_CHARS_MAX - 1) + "…";
    events.addLast(new JournalEvent(++last, clock.getAsLong(), kind, nodeOrNull, kept));
    if (events.size() > Limits.JOURNAL_EVENTS_MAX) {
      events.removeFirst();
    }
  }

  /** A client was dropped; of many in a second one is noted, so that others are not forgotten. */
  synchronized void noteSlowClient(String text) {
    long now = clock.getAsLong();
    if (now - slowClientMillis < SLOW_CLIENT_MILLIS) {
      slowClients++;
    } else {
      String others = slowClients == 0 ? "" : "; %d others before it".formatted(slowClients);
      slowClients = 0;
      slowClientMillis = now;
      note(Kind.SLOW_CLIENT_DROPPED, null, text + others);
    }
  }

  /** What was noted after the event with that sequence. */
  synchronized Observation.Journal after(long sequence) {
    return new Observation.Journal(
        events.stream().filter(event -> event.sequence() > sequence).toList(), last);
  }
}
