package io.apothik.history;

import io.apothik.history.Step.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A call that a client began, to be told how it went. Until then, and if never, it counts as one
 * that may have been applied. Safe for use by any thread.
 */
public final class Call {
  private enum Fate {
    PENDING,
    ENDED,
    MAYBE,
    REFUSED
  }

  private final History history;
  private final int client;
  private final Operation operation;
  private final Moment begin;
  private Fate fate = Fate.PENDING;
  private Moment end = Moment.NEVER;
  private @Nullable Outcome outcome;

  Call(History history, int client, Operation operation, Moment begin) {
    this.history = history;
    this.client = client;
    this.operation = operation;
    this.begin = begin;
  }

  /**
   * It took effect, and this is what the client was told.
   *
   * @param now not before it began
   */
  public void end(Outcome seen, long now) {
    operation.after(State.ABSENT, seen); // throws if the two do not fit
    if (now < begin.time()) {
      throw new IllegalArgumentException("began at " + begin + ", but ended at " + now);
    }
    synchronized (history) {
      settle(Fate.ENDED);
      end = history.moment(now);
      outcome = seen;
    }
  }

  /** It may have taken effect at any time since it began, may do so later, and may never. */
  public void maybe() {
    synchronized (history) {
      settle(Fate.MAYBE);
    }
  }

  /** It certainly took no effect and never will. */
  public void refused() {
    synchronized (history) {
      settle(Fate.REFUSED);
    }
  }

  private void settle(Fate settled) {
    if (fate != Fate.PENDING) {
      throw new IllegalStateException("already " + fate + ", now " + settled + ": " + step());
    }
    fate = settled;
  }

  /** Under the history's lock. */
  boolean counts() {
    return fate != Fate.REFUSED;
  }

  /** Under the history's lock. */
  Step step() {
    Kind kind = fate == Fate.ENDED ? Kind.DEFINITE : Kind.MAYBE;
    return new Step(kind, client, operation, outcome, begin, end);
  }
}
