package io.apothik.history;

import io.apothik.history.Outcome.NotStored;
import io.apothik.history.Outcome.Stored;
import org.jspecify.annotations.Nullable;

/** What a client asks of one key; together, the sequential specification of a cache. */
public sealed interface Operation {
  /** What this makes of a state; null if it changes nothing there. */
  @Nullable State applied(State before);

  /**
   * The state after this operation ended in that way; null if it cannot have.
   *
   * @throws IllegalArgumentException if no such operation ever ends in such a way
   */
  @Nullable State after(State before, Outcome outcome);

  /**
   * Whether a call of this can tell a value from a longer one that appends made of it, so that
   * appending just before the call may matter. True if in doubt.
   *
   * @param outcome null if it is not known
   */
  default boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
    return true;
  }

  private static IllegalArgumentException misfit(Operation operation, Outcome outcome) {
    return new IllegalArgumentException(operation + " cannot end in " + outcome);
  }

  /** An operation that never changes the key. */
  sealed interface Read extends Operation {
    @Override
    default @Nullable State applied(State before) {
      return null;
    }
  }

  /** An operation that stores a value if its condition is met, and says whether it did. */
  sealed interface Write extends Operation {
    @Override
    default @Nullable State after(State before, Outcome outcome) {
      State stored = applied(before);
      if (outcome instanceof Stored as) {
        return stored == null ? null : stored.at(as.version());
      }
      if (outcome instanceof NotStored) {
        return stored == null ? before : null;
      }
      throw misfit(this, outcome);
    }
  }

  record Get() implements Read {
    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof Outcome.Found found) {
        return before.readAs(found);
      }
      if (outcome instanceof Outcome.Absent) {
        return before.isAbsent() ? before : null;
      }
      throw misfit(this, outcome);
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return outcome instanceof Outcome.Found found && isPrefix(longer, found.value());
    }
  }

  /** Stands for whatever says only whether the key was there, as a touch does. */
  record Exists() implements Read {
    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof Outcome.Presence presence) {
        return presence.found() == before.isAbsent() ? null : before;
      }
      throw misfit(this, outcome);
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return false;
    }
  }

  record Put(String value) implements Write {
    @Override
    public State applied(State before) {
      return State.holding(value);
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return false;
    }
  }

  record PutIfAbsent(String value) implements Write {
    @Override
    public @Nullable State applied(State before) {
      return before.isAbsent() ? State.holding(value) : null;
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return false;
    }
  }

  /**
   * Replaces the version that it names. An unknown version may be that one or another, so against
   * it both outcomes are allowed; that a refusal shows what the version is not is not remembered.
   */
  record PutIfVersion(String value, String version) implements Write {
    @Override
    public @Nullable State applied(State before) {
      return before.mayBeAt(version) ? State.holding(value) : null;
    }

    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof NotStored) {
        return before.isAt(version) ? null : before;
      }
      return Write.super.after(before, outcome);
    }
  }

  record CompareAndSet(String expected, String next) implements Write {
    @Override
    public @Nullable State applied(State before) {
      return expected.equals(before.value()) ? State.holding(next) : null;
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return outcome instanceof NotStored
          ? expected.equals(before.value())
          : isPrefix(longer, expected);
    }
  }

  /** Sets how long the entry lives, if there is one; it gets another version by that. */
  record Expire() implements Write {
    @Override
    public @Nullable State applied(State before) {
      return before.value() == null ? null : State.holding(before.value());
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return false;
    }
  }

  record Delete() implements Operation {
    @Override
    public @Nullable State applied(State before) {
      return before.isAbsent() ? null : State.ABSENT;
    }

    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof Outcome.Presence presence) {
        return presence.found() == before.isAbsent() ? null : State.ABSENT;
      }
      throw misfit(this, outcome);
    }

    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return false;
    }
  }

  /** Adds to a decimal number; nothing counts as 0. Changes nothing if there is no number. */
  record Increment(long delta) implements Operation {
    @Override
    public @Nullable State applied(State before) {
      try {
        long number = before.value() == null ? 0 : Long.parseLong(before.value());
        return State.holding(Long.toString(Math.addExact(number, delta)));
      } catch (NumberFormatException | ArithmeticException noSuchNumber) {
        return null;
      }
    }

    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof Outcome.Sum sum) {
        State applied = applied(before);
        boolean agrees = applied != null && Long.toString(sum.value()).equals(applied.value());
        return agrees ? applied : null;
      }
      throw misfit(this, outcome);
    }
  }

  /** Adds to the end of the value; nothing counts as the empty value. */
  record Append(String suffix) implements Operation {
    @Override
    public State applied(State before) {
      return State.holding(before.value() == null ? suffix : before.value() + suffix);
    }

    @Override
    public @Nullable State after(State before, Outcome outcome) {
      if (outcome instanceof Outcome.Length length) {
        return length.bytes() == lengthAfter(before) ? applied(before) : null;
      }
      throw misfit(this, outcome);
    }

    /** An append of unknown outcome tells nothing itself: that is left to who sees its result. */
    @Override
    public boolean tellsLonger(State before, State longer, @Nullable Outcome outcome) {
      return outcome instanceof Outcome.Length length && lengthAfter(longer) <= length.bytes();
    }

    private int lengthAfter(State before) {
      return State.length(suffix) + (before.value() == null ? 0 : State.length(before.value()));
    }
  }

  private static boolean isPrefix(State state, String value) {
    return state.value() != null && value.startsWith(state.value());
  }
}
