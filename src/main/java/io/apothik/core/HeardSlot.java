package io.apothik.core;

import io.apothik.message.SlotEvent;
import io.apothik.message.SlotEvent.Changed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who tells of one slot. What a new primary tells waits until the one before has told all, which it
 * says; if that does not come, changes may have been missed.
 */
final class HeardSlot {
  private static final int WAITING_MAX = 1_000;

  /** A primary that tells already, and what it told. */
  private record Successor(
      HeardStream stream, long term, List<Changed> changes, long sinceMillis) {}

  private final int slot;
  private final Consumer<Changed> onChanged;
  private final Runnable onMissed;
  private @Nullable HeardStream teller;
  private long term;
  private long nextTerm = SlotEvent.NOBODY;
  private @Nullable Successor successor;

  HeardSlot(int slot, Consumer<Changed> onChanged, Runnable onMissed) {
    this.slot = slot;
    this.onChanged = onChanged;
    this.onMissed = onMissed;
  }

  int slot() {
    return slot;
  }

  /** The stream in which all changes are heard now, if there is one. */
  @Nullable HeardStream openOrNull() {
    return nextTerm == SlotEvent.NOBODY && successor == null ? teller : null;
  }

  boolean isWaiting() {
    return successor != null;
  }

  /** A stream begins to tell of the slot. */
  void opened(HeardStream stream, long openedTerm, boolean fromItsBeginning, long nowMillis) {
    if (openedTerm < Math.max(term, successor == null ? 0 : successor.term())) {
      return;
    }
    Successor begun = new Successor(stream, openedTerm, new ArrayList<>(), nowMillis);
    if (fromItsBeginning && teller != null && nextTerm == openedTerm) {
      go(begun);
    } else if (fromItsBeginning
        && teller != null
        && nextTerm == SlotEvent.NOBODY
        && successor == null) {
      successor = begun;
    } else {
      missUntil(begun);
    }
  }

  /** A stream has told all of the slot. */
  void closed(HeardStream stream, long next) {
    if (stream == teller) {
      nextTerm = next;
      teller = next == SlotEvent.NOBODY ? null : teller;
      if (successor != null && successor.term() == next) {
        go(successor);
      } else if (successor != null) {
        missUntil(successor);
      }
    } else if (successor != null && stream == successor.stream()) {
      stopTelling();
      successor = null;
    }
  }

  /** A stream ends: what it has not told, nobody will. */
  void ended(HeardStream stream) {
    if (successor != null && stream == successor.stream()) {
      successor = null;
    }
    if (stream == teller && nextTerm == SlotEvent.NOBODY) {
      stopTelling();
      if (successor != null) {
        missUntil(successor);
      }
    }
  }

  private void stopTelling() {
    teller = null;
    nextTerm = SlotEvent.NOBODY;
  }

  void changed(HeardStream stream, Changed change) {
    if (stream == teller) {
      onChanged.accept(change);
    } else if (successor != null && stream == successor.stream()) {
      successor.changes().add(change);
      if (successor.changes().size() > WAITING_MAX) {
        missUntil(successor);
      }
    }
  }

  /** Waits no longer for who tells since that time or before, or told already. */
  void tick(long sinceMillis) {
    if (successor != null && successor.sinceMillis() <= sinceMillis) {
      missUntil(successor);
    }
  }

  private void missUntil(Successor next) {
    onMissed.run();
    go(next);
  }

  private void go(Successor next) {
    teller = next.stream();
    term = next.term();
    nextTerm = SlotEvent.NOBODY;
    successor = null;
    next.changes().forEach(onChanged);
  }
}
