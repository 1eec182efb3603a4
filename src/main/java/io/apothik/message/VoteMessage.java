package io.apothik.message;

import io.apothik.slot.Incarnation;
import io.apothik.slot.TableDifference;
import org.jspecify.annotations.Nullable;

/** What cache nodes say to each other in order to choose the table that follows another one. */
public sealed interface VoteMessage extends NodeMessage {
  /** Who says it. */
  Incarnation from();

  /** The epoch of the table that is to be followed. */
  long epoch();

  /**
   * Asks for the promise to accept nothing of a lesser ballot.
   *
   * @param lineage of the table that is to be followed
   */
  record Prepare(Incarnation from, long epoch, long lineage, Ballot ballot)
      implements VoteMessage {}

  /**
   * The promise, with what was accepted before.
   *
   * @param acceptedBallot null if nothing was
   * @param acceptedDifference of what was accepted from the table that is to be followed, or null
   */
  record Promised(
      Incarnation from,
      long epoch,
      Ballot ballot,
      @Nullable Ballot acceptedBallot,
      @Nullable TableDifference acceptedDifference)
      implements VoteMessage {}

  /**
   * Proposes a table: that of the greatest ballot that was accepted before, if there is one.
   *
   * @param difference from the table that is to be followed
   */
  record Propose(Incarnation from, Ballot ballot, TableDifference difference)
      implements VoteMessage {
    @Override
    public long epoch() {
      return difference.baseEpoch();
    }

    /** Of the table that is to be followed. */
    public long lineage() {
      return difference.baseLineage();
    }
  }

  /** The proposal is accepted. */
  record Accepted(Incarnation from, long epoch, Ballot ballot) implements VoteMessage {}

  /** A greater ballot was promised. */
  record Refused(Incarnation from, long epoch, Ballot promised) implements VoteMessage {}
}
