package io.apothik.sim;

import static io.apothik.sim.Change.forgets;
import static io.apothik.sim.Change.leavesOut;
import static io.apothik.sim.Change.returns;

import io.apothik.message.VoteMessage.Prepare;
import io.apothik.message.VoteMessage.Propose;

/** The core with one rule of the vote broken. */
@SuppressWarnings("ImmutableEnumChecker") // Changes are as good as constants.
enum VoteMutant {
  PROMISE_BROKEN(
      "A voter accepts a ballot though it promised a greater one.",
      "agreement.Voter",
      forgets("on", Propose.class, "promised"),
      7,
      200),
  PROMISE_LOWERED(
      "A voter promises a ballot though it promised a greater one.",
      "agreement.Voter",
      forgets("on", Prepare.class, "promised"),
      7,
      200),
  ACCEPTED_UNTOLD(
      "A voter does not tell what it accepted before.",
      "agreement.Voter",
      forgets("on", Prepare.class, "accepted"),
      1,
      20),
  ACCEPTED_PASSED_OVER(
      "A proposer proposes its own table though another was accepted before.",
      "agreement.Proposal",
      leavesOut("onPromise", "acceptedDifference"),
      1,
      20),
  NOT_THE_GREATEST(
      "A proposer takes up any accepted table, not that of the greatest ballot.",
      "agreement.Proposal",
      leavesOut("onPromise", "compareTo"),
      1460,
      8000),
  NO_MAJORITY(
      "A table is chosen by fewer than a majority.",
      "agreement.Coordinator",
      returns("quorum", 2),
      11,
      200),
  VOTES_COUNTED_TWICE(
      "Votes for one ballot count for the next.",
      "agreement.Proposal",
      leavesOut("tryAgain", "clear"),
      491,
      1200),
  FORGETFUL_VOTER(
      "A process that was restarted votes, and does not know what the one before did.",
      "slot.SlotTable",
      returns("isMember", true),
      50,
      1200);

  private final String sentence;
  private final String type;
  private final Change change;
  private final long firstSeed;
  private final int seedsMax;

  VoteMutant(String sentence, String type, Change change, long firstSeed, int seedsMax) {
    this.sentence = sentence;
    this.type = "io.apothik." + type;
    this.change = change;
    this.firstSeed = firstSeed;
    this.seedsMax = seedsMax;
  }

  /** The full name of the class that is changed. */
  String type() {
    return type;
  }

  Change change() {
    return change;
  }

  /** A seed that fails, as long as nothing else is changed. */
  long firstSeed() {
    return firstSeed;
  }

  /** So many seeds from the first one on show it, whatever else is changed. */
  int seedsMax() {
    return seedsMax;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
