package io.apothik.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The beginnings and ends of steps in order of time, in a list from which a step can be lifted and
 * to which the last one lifted can be returned (Lowe 2017, section 4). Events have numbers that
 * rise with time; 0 stands before them all, and {@link #last} after them all.
 *
 * <p>Beginnings of optional steps have numbers, but are not in the list. Nor are ends that never
 * come.
 */
final class Events {
  private record Event(int step, boolean isBegin, Moment at) {}

  private final int last;
  private final int[] next;
  private final int[] previous;
  private final int[] stepAt;
  private final boolean[] isBegin;
  private final int[] beginOf;
  private final int[] endOf;

  Events(List<Step> steps) {
    List<Event> events = inOrder(steps);
    last = events.size() + 1;
    next = new int[last + 1];
    previous = new int[last + 1];
    stepAt = new int[last + 1];
    isBegin = new boolean[last + 1];
    beginOf = new int[steps.size()];
    endOf = new int[steps.size()];
    number(events);
    link(steps);
  }

  private static List<Event> inOrder(List<Step> steps) {
    List<Event> events = new ArrayList<>();
    for (int step = 0; step < steps.size(); step++) {
      events.add(new Event(step, true, steps.get(step).begin()));
      events.add(new Event(step, false, steps.get(step).end()));
    }
    events.sort(Comparator.comparing(Event::at));
    return events;
  }

  private void number(List<Event> events) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      stepAt[i + 1] = event.step();
      isBegin[i + 1] = event.isBegin();
      (event.isBegin() ? beginOf : endOf)[event.step()] = i + 1;
    }
  }

  private void link(List<Step> steps) {
    int tail = 0;
    for (int event = 1; event < last; event++) {
      Step step = steps.get(stepAt[event]);
      if (isBegin[event] ? !step.isOptional() : !step.end().equals(Moment.NEVER)) {
        next[tail] = event;
        previous[event] = tail;
        tail = event;
      }
    }
    next[tail] = last;
    previous[last] = tail;
  }

  int first() {
    return next[0];
  }

  int next(int event) {
    return next[event];
  }

  int last() {
    return last;
  }

  /** The first end in the list, or {@link #last}: no step that begins later may come next. */
  int firstEnd() {
    int event = first();
    while (event != last && isBegin[event]) {
      event = next[event];
    }
    return event;
  }

  boolean isBegin(int event) {
    return event != last && isBegin[event];
  }

  int stepAt(int event) {
    return stepAt[event];
  }

  int beginOf(int step) {
    return beginOf[step];
  }

  /** Takes a definite step out, beginning and end. */
  void lift(int step) {
    unlink(beginOf[step]);
    unlink(endOf[step]);
  }

  /** Undoes the latest lift that was not undone yet. */
  void unlift(int step) {
    relink(endOf[step]);
    relink(beginOf[step]);
  }

  void liftEnd(int step) {
    unlink(endOf[step]);
  }

  void unliftEnd(int step) {
    relink(endOf[step]);
  }

  private void unlink(int event) {
    next[previous[event]] = next[event];
    previous[next[event]] = previous[event];
  }

  private void relink(int event) {
    next[previous[event]] = event;
    previous[next[event]] = event;
  }
}
