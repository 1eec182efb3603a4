package io.apothik.wire;

import io.apothik.message.EventMessage;
import io.apothik.message.EventMessage.Events;
import io.apothik.message.EventMessage.Listen;
import io.apothik.message.SlotEvent.Changed;
import io.apothik.message.SlotEvent.Closed;
import io.apothik.message.SlotEvent.Opened;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import java.util.List;
import java.util.stream.Stream;

/** What listeners and primaries say to each other. */
final class EventSamples {
  private EventSamples() {}

  static Stream<EventMessage> all() {
    return Stream.of(
        new Listen(
            new Incarnation(Messages.A, "first"),
            -7,
            3,
            List.of(Bytes.EMPTY, Bytes.utf8("user:")),
            1 << 20,
            17),
        new Events(
            Messages.B,
            1,
            1 << 20,
            17,
            List.of(
                new Opened(9, 4, true),
                new Changed(9, Bytes.utf8("user:1"), new Version(4, 1), true),
                new Closed(9, 5)),
            3,
            EventMessage.NEVER),
        new Events(Messages.B, 0, Long.MAX_VALUE, 0, List.of(), 0, -1));
  }
}
