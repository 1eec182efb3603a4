package io.apothik.sim;

import static io.apothik.sim.Change.advised;
import static io.apothik.sim.Change.forgets;
import static io.apothik.sim.Change.gives;
import static io.apothik.sim.Change.leavesOut;
import static io.apothik.sim.Change.looksUp;
import static io.apothik.sim.Change.nothing;
import static io.apothik.sim.Change.returns;
import static io.apothik.sim.Change.returnsThis;

/** The core with one rule of the protocol broken. */
@SuppressWarnings("ImmutableEnumChecker") // Changes and paces are as good as constants.
enum Mutant {
  NO_FENCING(
      "A copy takes in messages of a primary that was replaced.",
      "replica.Copies",
      looksUp("shardFor", "shards"),
      Pace.STEADY,
      166,
      800),
  EARLY_ANSWER(
      "A write is acknowledged before the backups have it.",
      "replica.Replication",
      leavesOut("commit", "contains"),
      Pace.HECTIC,
      10,
      100),
  DIRTY_READ(
      "A read does not wait until what it saw is committed.",
      "replica.Replication",
      advised("answerWhenCommitted", Advices.DirtyRead.class),
      Pace.HECTIC,
      5,
      400),
  EMPTY_FEED(
      "A learner is fed nothing of what was there before it.",
      "replica.Feed",
      leavesOut("nextPiece", "hasNext"),
      Pace.HECTIC,
      19,
      200),
  EARLY_PROMOTION(
      "A learner is reported complete while writes that it lacks are on their way to it.",
      "replica.Replication",
      gives("completeLearners", "noneMatch", true),
      Pace.HECTIC,
      122,
      400),
  LEARNER_NOT_REQUIRED(
      "A write is committed without a learner that was reported complete.",
      "replica.Replication",
      leavesOut("completeLearners", "look"),
      Pace.HECTIC,
      10,
      800),
  TOMBSTONES_FORGOTTEN(
      "A learner forgets that a key was deleted before it was fed the old value.",
      "replica.Shard",
      forgets("dropSettled", "learning"),
      Pace.HECTIC,
      2615,
      1600),
  OLD_OVER_NEW(
      "An entry is replaced by an older version.",
      "replica.Shard",
      gives("replace", "isBefore", true),
      Pace.HECTIC,
      3,
      200),
  TERMLESS_VERSIONS(
      "Of two versions, that of the later primary is not the greater one.",
      "message.Version",
      returns("byTerm", 0),
      Pace.HECTIC,
      2,
      100),
  REUSED_VERSIONS(
      "A primary gives all its writes the same version.",
      "replica.Replication",
      forgets("nextVersion", "nextCounter"),
      Pace.HECTIC,
      1,
      100),
  GAPS(
      "A copy takes in a write without those before it.",
      "replica.Shard",
      returns("follows", true),
      Pace.HECTIC,
      133,
      400),
  SETTLED_EARLY(
      "Writes count as settled while they are on their way.",
      "replica.Replication",
      gives("settledBelow", "isEmpty", true),
      Pace.HECTIC,
      52,
      200),
  NO_QUORUM_LEASE(
      "A primary answers though the majority's leases are over.",
      "replica.Leases",
      returns("hasQuorum", true),
      Pace.HECTIC,
      590,
      1600),
  REPEATED_REQUESTS(
      "A request that is tried again is applied again.",
      "replica.RecentRequests",
      nothing("remember"),
      Pace.HECTIC,
      1,
      100),
  REQUESTS_UNTOLD(
      "A backup does not remember the requests of the writes that it takes in.",
      "replica.Copies",
      leavesOut("apply", "forEach"),
      Pace.HECTIC,
      1,
      100),
  REQUESTS_NOT_FED(
      "A learner is not told which requests were applied.",
      "replica.Copies",
      leavesOut("fill", "forEach"),
      Pace.HECTIC,
      59,
      400),
  ANSWERED_FORGOTTEN(
      "A copy forgets what is answered, and also that it is.",
      "replica.RecentRequests",
      advised("hear", Advices.NotAnswered.class),
      Pace.HECTIC,
      1,
      100),
  SAID_TOO_MUCH(
      "A master says that all is answered that was sent before.",
      "core.Unanswered$Numbered",
      advised("answeredBelow", Advices.AllBefore.class),
      Pace.HECTIC,
      1,
      100),
  REQUESTS_NOT_WITH_WRITES(
      "What is under way is told without the requests that did it.",
      "replica.Shard",
      nothing("noteRequest"),
      Pace.HECTIC,
      20,
      200),
  UNDECIDED_LEFT(
      "A new primary does not bring to all copies what was under way.",
      "replica.Primacy",
      leavesOut("serve", "inherit"),
      Pace.HECTIC,
      1453,
      1600),
  FORGOTTEN_APPLIED(
      "A request is applied though it may be one that is forgotten.",
      "replica.Primacy",
      returns("isTooOld", false),
      Pace.HECTIC,
      324,
      1600),
  RESTARTED_MEMBER(
      "A process that was restarted takes itself for the one before.",
      "slot.SlotTable",
      returns("isMember", true),
      Pace.RESTLESS,
      2,
      100),
  NO_BACKUP_LEASE(
      "A primary answers though the leases of the other copies are over.",
      "replica.Leases",
      returns("areHeldFrom", true),
      Pace.HASTY,
      2827,
      1600),
  LEASE_NOT_AWAITED(
      "A new primary does not wait until the lease of the one before is over.",
      "replica.Leases",
      returns("grantedUntilMillis", Long.MIN_VALUE),
      Pace.HASTY,
      4,
      200),
  NOBODY_ASKED(
      "A new primary does not wait for the word of the other copies.",
      "replica.Takeovers$Pending",
      advised("backups", Advices.Nobody.class),
      Pace.FICKLE,
      600,
      800),
  WORD_PASSED_OVER(
      "A new primary passes over what the others have and it lacks.",
      "replica.Replica",
      leavesOut("onYielded", "forEach"),
      Pace.FICKLE,
      448,
      800),
  ALONE_AT_ONCE(
      "One of two goes on alone while it still hears from the other.",
      "agreement.Coordinator",
      returns("mayBeThere", false),
      Pace.LOOSE,
      174,
      400),
  SUPERSEDED_KEPT(
      "A node keeps the copies that it had on the side that was superseded.",
      "replica.Copies",
      nothing("giveUp"),
      Pace.SPLIT,
      641,
      600),
  ONE_LINEAGE(
      "The tables of two sides that part have the same name.",
      "slot.SlotTable",
      returnsThis("withLineage"),
      Pace.SPLIT,
      1,
      100),
  EITHER_STAYS(
      "Of two tables with the same epoch, none stays.",
      "slot.SlotTable",
      leavesOut("isNewerThan", "lineage"),
      Pace.SPLIT,
      641,
      1600),
  SERVED_AFTER_ITS_TIME(
      "An entry whose time is over is served.",
      "replica.Entry",
      returns("isExpired", false),
      Pace.MORTAL,
      1,
      50),
  TIME_UNTOLD(
      "A copy is not told how long an entry lives.",
      "replica.Entry",
      gives("toChange", "ttlLeftMillis", 0L),
      Pace.MORTAL,
      1,
      100),
  TIME_CUT_SHORT(
      "A copy is told that an entry lives no longer.",
      "replica.Entry",
      gives("toChange", "ttlLeftMillis", 1L),
      Pace.MORTAL,
      4,
      100),
  IDLE_UNNOTED(
      "Reading an entry does not count as a use.",
      "replica.Primacy",
      leavesOut("used", "noteUse"),
      Pace.MORTAL,
      1,
      100),
  END_NOT_WRITTEN(
      "That the time of an entry is over is not written to the copies.",
      "replica.Primacy",
      leavesOut("current", "writeTombstone"),
      Pace.MORTAL,
      5,
      200),
  SCAN_ENDS_EARLY(
      "A full page of a scan says that it is the last.",
      "replica.Walk",
      forgets("page", "at"),
      Pace.BROWSED,
      1,
      50),
  SCAN_BEGINS_ANEW(
      "A scan does not go on after the key where it stopped, but at the beginning of its slot.",
      "replica.Shard",
      advised("cellsFrom", Advices.FromTheFirst.class),
      Pace.BROWSED,
      -4964420948893066024L,
      100),
  SCAN_SHOWS_DELETED(
      "A scan shows keys that were deleted.",
      "replica.Walk",
      gives("look", "isLive", true),
      Pace.BROWSED,
      74,
      200),
  STALE_WITHOUT_LEASE(
      "A backup answers though its leases are over.",
      "replica.StaleReads",
      nothing("refusalForLeases"),
      Pace.STALE,
      542,
      800),
  STALE_UNCOMMITTED(
      "A backup tells of a write that may not be on all copies.",
      "replica.StaleReads",
      gives("refusal", "isUnsettled", false),
      Pace.STALE,
      1865,
      1600),
  STALE_LEARNER(
      "A copy answers as a backup before it is filled.",
      "replica.Copies",
      gives("ownersOfBackup", "isLearner", false),
      Pace.STALE,
      117,
      800),
  LOOP_BEHIND(
      "A node says that it has a table before all its loops act under it.",
      "core.OtherLoops",
      returns("isEmpty", true),
      Pace.DIVIDED,
      3774,
      1600);

  private final String sentence;
  private final String type;
  private final Change change;
  private final Pace pace;
  private final long firstSeed;
  private final int seedsMax;

  Mutant(String sentence, String type, Change change, Pace pace, long firstSeed, int seedsMax) {
    this.sentence = sentence;
    this.type = "io.apothik." + type;
    this.change = change;
    this.pace = pace;
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

  /** How much must happen at once for the broken rule to show. */
  Pace pace() {
    return pace;
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
