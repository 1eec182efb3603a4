package io.apothik.replica;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.Limits;
import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one listener is told: every event is kept until it says that it has heard it, so that what
 * was lost can be told again.
 */
final class EventStream {
  private static final int EVENT_BYTES = 64;
  private static final long RESEND_MILLIS = 200;

  private final NodeName self;
  private final int loop;
  private final long number;
  private final Incarnation listener;
  private final Consumer<Events> road;
  private final Deque<SlotEvent> unheard = new ArrayDeque<>();
  private long unheardBytes;
  private long heard;
  private long sent;
  private long sentAtMillis;
  private boolean sentSinceTick;
  private long wish;
  private List<Bytes> prefixes = List.of();
  private long askedAtMillis = EventMessage.NEVER;
  private long listenedAtMillis;

  /**
   * @param road takes events to the listener
   */
  EventStream(NodeName self, int loop, long number, Incarnation listener, Consumer<Events> road) {
    this.self = self;
    this.loop = loop;
    this.number = number;
    this.listener = listener;
    this.road = road;
  }

  NodeName listener() {
    return listener.node();
  }

  /** Whether the listener said this before what it said last. */
  boolean isOutdated(Listen listen) {
    return listener.equals(listen.process()) && listen.askedAtMillis() <= askedAtMillis;
  }

  /** Whether this is the stream that the listener hears, or it has not heard of it yet. */
  boolean isMeant(Listen listen) {
    boolean unknown = heard == 0 && listen.wish() == wish;
    return listener.equals(listen.process()) && (listen.stream() == number || unknown);
  }

  /** When the listener was last heard of. */
  long listenedAtMillis() {
    return listenedAtMillis;
  }

  /** Whether it has not heard more than may be kept for it. */
  boolean isTooFarBehind() {
    return unheardBytes > Limits.LISTENER_UNHEARD_BYTES_MAX;
  }

  void add(SlotEvent event) {
    if (!(event instanceof Changed changed) || isWanted(changed.key())) {
      unheard.add(event);
      unheardBytes += bytes(event);
    }
  }

  private boolean isWanted(Bytes key) {
    for (Bytes prefix : prefixes) {
      if (key.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static long bytes(SlotEvent event) {
    return event instanceof Changed changed ? EVENT_BYTES + changed.key().length() : EVENT_BYTES;
  }

  /**
   * The listener is there, and has heard so much.
   *
   * @param certain whether nobody else can have served the slots of this node meanwhile
   */
  void on(Listen listen, boolean certain, long nowMillis) {
    listenedAtMillis = nowMillis;
    askedAtMillis = listen.askedAtMillis();
    if (listen.wish() >= wish) {
      wish = listen.wish();
      prefixes = listen.prefixes();
    }
    if (listen.stream() == number) {
      forgetUntil(listen.heard());
    }
    if (sent > heard && nowMillis - sentAtMillis >= RESEND_MILLIS) {
      sent = heard;
    }
    send(certain ? askedAtMillis : EventMessage.NEVER, nowMillis);
  }

  private void forgetUntil(long count) {
    for (; heard < count && heard < sent; heard++) {
      unheardBytes -= bytes(unheard.remove());
    }
  }

  /** Tells what is new at once, unless something was told a moment ago. */
  void flushIfQuiet(long nowMillis) {
    if (!sentSinceTick) {
      flush(nowMillis);
    }
  }

  /** Time has passed: tells what is new. */
  void tick(long nowMillis) {
    sentSinceTick = false;
    flush(nowMillis);
  }

  private void flush(long nowMillis) {
    if (sent < heard + unheard.size()) {
      send(EventMessage.NEVER, nowMillis);
    }
  }

  private void send(long askedMillis, long nowMillis) {
    Iterator<SlotEvent> events = unheard.iterator();
    for (long skipped = heard; skipped < sent; skipped++) {
      events.next();
    }
    boolean more;
    do {
      List<SlotEvent> part = new ArrayList<>();
      for (long size = 0; events.hasNext() && size < Limits.BATCH_BYTES_FULL; ) {
        SlotEvent event = events.next();
        part.add(event);
        size += bytes(event);
      }
      more = events.hasNext();
      long asked = more ? EventMessage.NEVER : askedMillis;
      road.accept(new Events(self, loop, number, sent, part, wish, asked));
      sent += part.size();
    } while (more);
    sentAtMillis = nowMillis;
    sentSinceTick = true;
  }
}
