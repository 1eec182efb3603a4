package io.apothik.message;

/**
 * What a cache node is to the slots of its table at this moment, in numbers; told inside its own
 * process alone.
 *
 * @param primary how many slots it is primary of
 * @param answering in how many of those it may answer: it has taken them over, and holds the leases
 *     for it
 * @param backup how many slots it has another copy of that is in sync
 * @param learner how many slots it has a copy of that is being filled
 * @param leased whether as many members grant it a lease as it needs to answer at all
 */
public record Duties(int primary, int answering, int backup, int learner, boolean leased) {
  /** Those of a node that stores nothing. */
  public static final Duties NONE = new Duties(0, 0, 0, 0, true);

  /** Those of two parts of a node together. */
  public Duties and(Duties other) {
    return new Duties(
        primary + other.primary,
        answering + other.answering,
        backup + other.backup,
        learner + other.learner,
        leased && other.leased);
  }
}
