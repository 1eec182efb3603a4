package io.apothik.history;

import org.jspecify.annotations.Nullable;

/**
 * What may have happened to a key at one point between two moments: a call, or a permitted loss.
 *
 * @param client who called; of no meaning for a loss
 * @param operation for a loss, a delete
 * @param outcome null unless it is known
 */
record Step(
    Kind kind,
    int client,
    Operation operation,
    @Nullable Outcome outcome,
    Moment begin,
    Moment end) {

  enum Kind {
    /** A call that ended: it took effect at one point between its beginning and its end. */
    DEFINITE,
    /** A call that took effect at one point after its beginning, or never. */
    MAYBE,
    /** The entry vanished at one point between the two moments, or did not. */
    LOSS,
    /** The entry vanished as often as it liked, from a moment on. */
    LOSSES
  }

  static Step loss(Kind kind, Moment begin, Moment end) {
    return new Step(kind, 0, new Operation.Delete(), null, begin, end);
  }

  boolean isOptional() {
    return kind != Kind.DEFINITE;
  }

  /** Whether the outcome shows that it left the key as it was. */
  boolean wroteNothing() {
    return outcome instanceof Outcome.NotStored
        || (outcome != null && operation instanceof Operation.Read)
        || (outcome instanceof Outcome.Presence presence && !presence.found());
  }

  /** Whether leaving it out changes no verdict: nobody saw what it read. */
  boolean isUnseenRead() {
    return isOptional() && operation instanceof Operation.Read;
  }

  /** Whether one can stand in for the other if it began no later. */
  boolean isTwinOf(Step other) {
    return kind == Kind.MAYBE && other.kind == Kind.MAYBE && operation.equals(other.operation);
  }

  /** The state after this step; null if it cannot be taken there, or would change nothing. */
  @Nullable State after(State before) {
    return outcome == null ? operation.applied(before) : operation.after(before, outcome);
  }

  boolean tellsLonger(State before, State longer) {
    return operation.tellsLonger(before, longer, outcome);
  }

  @Override
  public String toString() {
    String times = "[" + begin + ", " + end + "]";
    return switch (kind) {
      case DEFINITE -> "client " + client + " " + times + " " + operation + " -> " + outcome;
      case MAYBE -> "client " + client + " " + times + " " + operation + " -> unknown";
      case LOSS -> times + " the entry may vanish";
      case LOSSES -> times + " the entry may vanish, more than once";
    };
  }
}
