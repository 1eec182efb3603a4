package io.apothik.core;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;

/** What a listener has of one stream of events. */
final class HeardStream {
  /** Of which nothing is heard yet. */
  static final long UNKNOWN = 0;

  private final long number;
  private long heard;
  private long wish;

  /** Read by other threads. */
  private volatile long freshAtMillis = EventMessage.NEVER;

  HeardStream(long number) {
    this.number = number;
  }

  long number() {
    return number;
  }

  /** How many of its events are heard. */
  long heard() {
    return heard;
  }

  /** By which set of prefixes its further events are chosen. */
  long wish() {
    return wish;
  }

  /** All that was committed when it was this time is heard, in the slots that it tells of. */
  long freshAtMillis() {
    return freshAtMillis;
  }

  /** Nothing more of it is heard. */
  void end() {
    freshAtMillis = EventMessage.NEVER;
  }

  /** One more event is heard. */
  void hear() {
    heard++;
  }

  /** What events say besides, once they are heard. */
  void hear(Events events) {
    if (heard >= events.end()) {
      wish = Math.max(wish, events.wish());
      freshAtMillis = Math.max(freshAtMillis, events.askedAtMillis());
    }
  }
}
