package io.apothik.sim;

import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order of its time, and of its coming where that ties. */
public final class Timeline {
  private record Event(long atMillis, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return atMillis == other.atMillis
          ? Long.compare(number, other.number)
          : Long.compare(atMillis, other.atMillis);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();

  private long nowMillis;
  private long numbered;

  /** The time, which begins with 0. */
  public long nowMillis() {
    return nowMillis;
  }

  /** Lets something happen so much later. */
  public void in(long delayMillis, Runnable action) {
    events.add(new Event(nowMillis + delayMillis, numbered++, action));
  }

  /** Goes to the next event and lets it happen. */
  public void step() {
    Event event = events.remove();
    nowMillis = event.atMillis();
    event.action().run();
  }
}
