package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import java.util.List;

/**
 * What those who listen to changes and the primaries say to each other. Each goes one way and may
 * be lost, repeated or overtaken: who listens asks again and again.
 */
public sealed interface EventMessage extends NodeMessage {
  /** In the place of a time: nothing can be said. */
  long NEVER = Long.MIN_VALUE;

  /**
   * Asks one event loop of a cache node for the changes in the slots of which it is primary, and
   * says how far they have come.
   *
   * @param process who listens
   * @param askedAtMillis by the listener's own clock; grows
   * @param wish grows with each other set of prefixes
   * @param prefixes of keys whose changes are wanted, 1 to {@link Limits#LISTENER_PREFIXES_MAX}
   * @param stream which one is heard; 0 if none is
   * @param heard how many events of it, from its first on
   */
  record Listen(
      Incarnation process,
      long askedAtMillis,
      long wish,
      List<Bytes> prefixes,
      long stream,
      long heard)
      implements EventMessage {
    public Listen {
      prefixes = List.copyOf(prefixes);
    }
  }

  /**
   * Part of a stream of events.
   *
   * @param loop of the teller
   * @param stream grows with every stream that the teller's process and its successors begin
   * @param first how many events of the stream come before these
   * @param wish by which set of prefixes those that follow are chosen
   * @param askedAtMillis what was committed before the listener asked at that time is told with
   *     these; {@link #NEVER} if the teller cannot be sure to be the primary
   */
  record Events(
      NodeName from,
      int loop,
      long stream,
      long first,
      List<SlotEvent> events,
      long wish,
      long askedAtMillis)
      implements EventMessage {
    public Events {
      events = List.copyOf(events);
    }

    /** How many events there are up to the last of these. */
    public long end() {
      return first + events.size();
    }
  }
}
