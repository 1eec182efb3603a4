package io.apothik.replica;

import io.apothik.message.Pauses;
import io.apothik.message.PeerMessage.Unsettled;
import java.util.HashMap;
import java.util.Map;

/**
 * Planned moves of primaries, with what they cost: when this node stopped to serve slots that
 * others serve now, and for how long nobody served those that it took over.
 *
 * <p>Of each slot it remembers the last stop alone.
 */
final class Handovers {
  private record Stop(long term, long atMillis) {}

  private final Map<Integer, Stop> stops = new HashMap<>();
  private Pauses pauses = Pauses.NONE;

  /** This node stopped to serve a slot, for a table under which it has that term. */
  void stopped(int slot, long term, long nowMillis) {
    stops.put(slot, new Stop(term, nowMillis));
  }

  /**
   * How long ago this node stopped to serve a slot, in favour of that term; {@link
   * Unsettled#NOT_SERVED} if it did not serve it.
   */
  long stoppedAgoMillis(int slot, long term, long nowMillis) {
    Stop stop = stops.get(slot);
    return stop == null || stop.term() != term ? Unsettled.NOT_SERVED : nowMillis - stop.atMillis();
  }

  /** This node serves a slot that nobody served for so long. */
  void ended(int slot, long pauseMillis) {
    stops.remove(slot);
    pauses = pauses.and(pauseMillis);
  }

  Pauses pauses() {
    return pauses;
  }
}
