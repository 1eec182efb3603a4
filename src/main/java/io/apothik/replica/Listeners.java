package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Closed;
import io.apothik.message.SlotEvent.Opened;
import io.apothik.slot.NodeName;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Those who listen to changes in the slots of one event loop, of which this node is primary. They
 * are told what is committed, in its order, and when this node begins and ends to serve a slot: so
 * they can tell whether they missed something.
 */
final class Listeners {
  /** Who has not been heard of for so long listens no more. */
  private static final long SILENT_MILLIS_MAX = 5_000;

  private final Host host;
  private final int loop;
  private final Primacies primacies;
  private final Map<NodeName, EventStream> streams = new HashMap<>();
  private long lastStream;
  private long nowMillis;

  /**
   * @param firstStream greater than any that an earlier process of this name can have used
   */
  Listeners(Host host, int loop, Primacies primacies, long firstStream) {
    this.host = host;
    this.loop = loop;
    this.primacies = primacies;
    this.lastStream = firstStream;
  }

  /** Somebody listens, or goes on to. */
  void on(Listen listen, boolean certain, long now) {
    nowMillis = now;
    EventStream stream = streams.get(listen.process().node());
    if (stream != null && stream.isOutdated(listen)) {
      return;
    }
    if (stream == null || !stream.isMeant(listen)) {
      stream = begin(listen);
    }
    stream.on(listen, certain, nowMillis);
  }

  private EventStream begin(Listen listen) {
    NodeName listener = listen.process().node();
    EventStream stream =
        new EventStream(
            host.self(),
            loop,
            ++lastStream,
            listen.process(),
            events -> host.perform(new Effect.Send(listener, events)));
    streams.put(listener, stream);
    for (Primacy primacy : primacies.all()) {
      if (primacy.isServing()) {
        stream.add(new Opened(primacy.shard().slot(), primacy.replication().term(), false));
      }
    }
    return stream;
  }

  /** A write is on all copies in sync. */
  void committed(int slot, Write write) {
    if (!streams.isEmpty()) {
      tell(write.toEvent(slot));
    }
  }

  /** This node serves the slot from now on. */
  void opened(int slot, long term) {
    tell(new Opened(slot, term, true));
  }

  /**
   * This node serves the slot no more.
   *
   * @param nextTerm that follows; {@link SlotEvent#NOBODY} if it is not known which one does
   */
  void closed(int slot, long nextTerm) {
    tell(new Closed(slot, nextTerm));
  }

  private void tell(SlotEvent event) {
    for (Iterator<EventStream> each = streams.values().iterator(); each.hasNext(); ) {
      EventStream stream = each.next();
      stream.add(event);
      if (stream.isTooFarBehind()) {
        // It gets another one when it asks again, and sees by that that it missed something.
        each.remove();
      } else {
        stream.flushIfQuiet(nowMillis);
      }
    }
  }

  /** What happened since this node's table and the one that it gets now parted is unknown. */
  void clear() {
    streams.clear();
  }

  /** Time has passed. */
  void tick(long now) {
    nowMillis = now;
    streams.values().removeIf(stream -> nowMillis - stream.listenedAtMillis() > SILENT_MILLIS_MAX);
    streams.values().forEach(stream -> stream.tick(nowMillis));
  }
}
