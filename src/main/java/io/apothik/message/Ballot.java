package io.apothik.message;

import io.apothik.slot.Incarnation;
import java.util.Comparator;

/**
 * A proposer's number for one try, greater than any that it has used or seen.
 *
 * @param round compared first
 * @param proposer makes the ballots of different proposers differ
 */
public record Ballot(long round, Incarnation proposer) implements Comparable<Ballot> {
  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::round)
          .thenComparing(ballot -> ballot.proposer.node().value())
          .thenComparing(ballot -> ballot.proposer.id());

  @Override
  public int compareTo(Ballot other) {
    return ORDER.compare(this, other);
  }
}
