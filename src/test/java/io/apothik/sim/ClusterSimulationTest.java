package io.apothik.sim;

import io.apothik.Seed;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nodes crash, stop, go on, join and leave, on a network that loses, delays, repeats and
 * partitions, while clients write and read; what they were told is linearizable, and in the end
 * everything settles. Every build runs the same thousand seeds, so that one that fails does so by
 * what was changed. {@code -Dapothik.seeds=1000000} runs a million that nobody ran before; {@code
 * -Dapothik.seed=N} repeats one, and {@code -Dapothik.trace=true} shows what happened.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class ClusterSimulationTest {
  private static final int SEEDS = 1_000;
  private static final int HASTY_SEEDS = 60;
  private static final int UNBOUND_SEEDS = 100;
  private static final int MORTAL_SEEDS = 100;
  private static final int BROWSED_SEEDS = 100;
  private static final int STALE_SEEDS = 100;
  private static final int DIVIDED_SEEDS = 100;
  private static final int PAIRED_SEEDS = 100;
  private static final int HEARD_SEEDS = 100;
  private static final int TUNED_SEEDS = 60;

  @Test
  void anyCourseOfEvents_isLinearizableAndSettles() {
    Integer fresh = Integer.getInteger("apothik.seeds");
    if (Seed.isGiven()) {
      Stream.of(Pace.values()).forEach(pace -> simulate(Seed.next(), pace));
    } else if (fresh != null) {
      Pace[] paces = Pace.values();
      new Random(Seed.next())
          .longs(fresh)
          .forEach(seed -> simulate(seed, paces[Math.floorMod(seed, paces.length)]));
    } else {
      seeds(SEEDS).forEach(seed -> simulate(seed, paceOf(seed)));
    }
  }

  /** Nodes are replaced at once while they live, and clients reach both. */
  @ParameterizedTest
  @EnumSource(names = {"HASTY", "FICKLE"})
  void nodesThatAreReplacedWhileTheyLive_answerNothingOld(Pace pace) {
    seeds(HASTY_SEEDS).forEach(seed -> simulate(seed, pace));
  }

  /**
   * Two nodes, or no quorum. While they are in sight of each other all is as with a majority; where
   * they part, what each side told follows from what was there before and from what it was asked,
   * and when they meet, all of one side stays and nothing of the others.
   */
  @ParameterizedTest
  @EnumSource(names = {"LOOSE", "SPLIT"})
  void nodesThatNoMajorityBinds_areOfOneMindOnEachSide(Pace pace) {
    seeds(UNBOUND_SEEDS).forEach(seed -> simulate(seed, pace));
  }

  /** Entries are found until their time is over, and not after it. */
  @Test
  void entriesWhoseTimeIsLimited_liveNoLongerAndNoShorter() {
    seeds(MORTAL_SEEDS).forEach(seed -> simulate(seed, Pace.MORTAL));
  }

  /** What is there all the time is reported once by each scan, wherever its slot goes. */
  @Test
  void scansWhileSlotsMove_reportWhatIsThereOnce() {
    seeds(BROWSED_SEEDS).forEach(seed -> simulate(seed, Pace.BROWSED));
  }

  /** What backups answer was there once, and not longer ago than is said. */
  @Test
  void getsThatMayBeStale_areNotOlderThanPromised() {
    seeds(STALE_SEEDS).forEach(seed -> simulate(seed, Pace.STALE));
  }

  /** Each thread of a node acts under the tables that it knows, while others know newer ones. */
  @Test
  void nodesWithSeveralEventLoops_answerNothingOldEither() {
    seeds(DIVIDED_SEEDS).forEach(seed -> simulate(seed, Pace.DIVIDED));
  }

  /** Whatever happens, all of a transaction is there, or nothing of it. */
  @Test
  void transactions_areDoneAsAWholeOrNotAtAll() {
    seeds(PAIRED_SEEDS).forEach(seed -> simulate(seed, Pace.PAIRED));
  }

  /** Who listens is told all, in order, or that it missed some. */
  @Test
  void whoListens_hearsEveryChangeOrThatItMissedSome() {
    seeds(HEARD_SEEDS).forEach(seed -> simulate(seed, Pace.HEARD));
  }

  /** How many copies there are to be changes while nodes crash, stop, go on, join and leave. */
  @Test
  void whileTheNumberOfBackupsChanges_nothingIsLostOrAnsweredWrong() {
    seeds(TUNED_SEEDS).forEach(seed -> simulate(seed, Pace.TUNED));
  }

  /** Always the same; of numbers that follow each other the first random draws are alike. */
  private static LongStream seeds(int count) {
    return new Random(1).longs(count);
  }

  /** One in four is hectic. */
  private static Pace paceOf(long seed) {
    return Math.floorMod(seed, 4) == 0 ? Pace.HECTIC : Pace.STEADY;
  }

  /** What failed once. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        41, // a node that merged back alone took the two others' table for its own
        179, // a feed went on with slots that its node was not primary of any more
        226, // a node with old news of the members went on alone, out of a table of two
        235, // the planner changed its mind with every table
        234, // a restarted process took the copies of the one before for its own
        384, // an attempt that went astray was applied after its answer
        492, // a backup took in a write without the one before, and its request was done twice
        975, // a node that was cut off before it had a table founded a cluster
        1115, // a request was done again after all that was known of it had been lost
        2184, // a primary that was taking over took everything for settled
        -4593393647987577727L, // a copy knew of a request without its write
        2068652772144304540L, // requests that came with a settled write were passed over
        2212 // a process that came back under a name that had just left was kept out for ever
      })
  void whatFailedOnce_holds(long seed) {
    simulate(seed, Pace.STEADY);
  }

  /** What failed once where much happens at the same time. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        410, // one pause lost two copies
        -8283630736394264246L, // a request counted as settled before what it did was
        3937278299021180593L, // a plan was chosen after a node that it counted on had died
        -5631436406347900380L, // after a partition healed, copies were given up that were there
        20145, // a batch that was sent again had a gap
        50326 // a node that had just come back went on alone
      })
  void whatFailedOnceInHaste_holds(long seed) {
    simulate(seed, Pace.HECTIC);
  }

  /** What failed once while somebody listened. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        4546857235350971184L, // who had voted for a table that was not chosen granted no leases
        -397506853915558830L // two tables of one epoch, after an operator's word, counted as one
        // line
      })
  void whatFailedOnceWhileHeard_holds(long seed) {
    simulate(seed, Pace.HEARD);
  }

  /** What failed once where nodes were replaced while they lived. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        270, // a learner was sent a write that was under way, and not the delete after it
        1266 // the same
      })
  void whatFailedOnceWhenReplaced_holds(long seed) {
    simulate(seed, Pace.HASTY);
  }

  /** What failed once where they were replaced again and again. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        8324936868646145814L // what was given up was chosen, and the node that came back forgotten
      })
  void whatFailedOnceWhenReplacedAgainAndAgain_holds(long seed) {
    simulate(seed, Pace.FICKLE);
  }

  /** What failed once where no majority binds. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        3376698391619710351L, // a process under the name of one that died was taken for that one
        -4232865876030345843L // the same
      })
  void whatFailedOnceWithoutMajority_holds(long seed) {
    simulate(seed, Pace.LOOSE);
  }

  /** What failed once where nodes part that no majority binds. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        6283834847692046921L, // a node was taken for in sync by the tables of a way it had left
        538078284690444893L, // the same
        698599601238351812L, // two plans for one epoch had the same lineage
        -4258334911793260452L, // a few chose what a majority, elsewhere, did not
        3866738110982558963L // all gave up their copies for the table of one who was cut off
      })
  void whatFailedOnceWhereNodesPart_holds(long seed) {
    simulate(seed, Pace.SPLIT);
  }

  /** What failed once where entries live for a limited time. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        7961951824856015847L, // a chunk that was sent again told what had been left at first
        -4393047562482789534L, // the same
        -5388008109458623716L // the same
      })
  void whatFailedOnceWithLimitedTime_holds(long seed) {
    simulate(seed, Pace.MORTAL);
  }

  private static void simulate(long seed, Pace pace) {
    Simulation simulation = new Simulation(seed, pace);
    try {
      simulation.run();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("-Dapothik.seed=" + seed + ", " + pace + ": " + simulation, failure);
    }
  }
}
