package io.apothik.wire;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.Limits;
import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.SlotEvent.Closed;
import io.apothik.message.SlotEvent.Opened;
import java.util.List;

/** What listeners and primaries say to each other, as bytes: tags 40 to 47. */
final class EventWire {
  static final List<Kind<? extends EventMessage>> KINDS =
      List.of(
          new Kind<>(40, Listen.class, EventWire::write, EventWire::readListen),
          new Kind<>(41, Events.class, EventWire::write, EventWire::readEvents));

  private static final Family<SlotEvent> EVENTS =
      new Family<>(
          "event",
          List.of(
              new Kind<>(1, Changed.class, EventWire::write, EventWire::readChanged),
              new Kind<>(2, Opened.class, EventWire::write, EventWire::readOpened),
              new Kind<>(3, Closed.class, EventWire::write, EventWire::readClosed)));

  private static final int PREFIX_BYTES_MIN = 1;
  private static final int EVENT_BYTES_MIN = 3;

  private EventWire() {}

  private static void write(WireWriter out, Listen message) {
    out.process(message.process()).signed(message.askedAtMillis()).number(message.wish());
    out.list(message.prefixes(), WireWriter::bytes);
    out.number(message.stream()).number(message.heard());
  }

  private static Listen readListen(WireReader in) {
    Listen message =
        new Listen(
            in.nextProcess(),
            in.nextSigned(),
            in.nextNumber(),
            in.nextList(PREFIX_BYTES_MIN, WireReader::nextBytes),
            in.nextNumber(),
            in.nextNumber());
    int count = message.prefixes().size();
    if (count < 1 || count > Limits.LISTENER_PREFIXES_MAX) {
      throw new WireException(
          "%d prefixes are not between 1 and %d".formatted(count, Limits.LISTENER_PREFIXES_MAX));
    }
    return message;
  }

  private static void write(WireWriter out, Events message) {
    out.name(message.from()).number(message.loop());
    out.number(message.stream()).number(message.first());
    out.list(message.events(), EVENTS::write);
    out.number(message.wish()).signed(message.askedAtMillis());
  }

  private static Events readEvents(WireReader in) {
    return new Events(
        in.nextName(),
        in.nextIndex(Limits.LOOPS_MAX),
        in.nextNumber(),
        in.nextNumber(),
        in.nextList(EVENT_BYTES_MIN, EVENTS::read),
        in.nextNumber(),
        in.nextSigned());
  }

  private static void write(WireWriter out, Changed event) {
    out.number(event.slot()).bytes(event.key()).version(event.version()).flag(event.stored());
  }

  private static Changed readChanged(WireReader in) {
    return new Changed(in.nextSlot(), in.nextBytes(), in.nextVersion(), in.nextFlag());
  }

  private static void write(WireWriter out, Opened event) {
    out.number(event.slot()).number(event.term()).flag(event.fromItsBeginning());
  }

  private static Opened readOpened(WireReader in) {
    return new Opened(in.nextSlot(), in.nextNumber(), in.nextFlag());
  }

  private static void write(WireWriter out, Closed event) {
    out.number(event.slot()).number(event.nextTerm());
  }

  private static Closed readClosed(WireReader in) {
    return new Closed(in.nextSlot(), in.nextNumber());
  }
}
