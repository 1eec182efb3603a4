package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That the simulator would notice: with any one rule of the protocol broken, one of a few seeds
 * fails, and without, the same seeds pass. So every rule has its purpose, and every kind of trouble
 * that it is there for happens.
 */
@Order(3)
@Execution(ExecutionMode.CONCURRENT)
class MutantsTest {
  @ParameterizedTest
  @EnumSource
  void brokenRule_isNoticed(Mutant mutant) throws ReflectiveOperationException {
    Laboratory laboratory = Laboratory.ofClusters(mutant.type(), mutant.change(), mutant.pace());

    assertThat(firstFailure(laboratory, mutant.firstSeed(), mutant.seedsMax()))
        .as("%s From seed %d on, %d pass", mutant, mutant.firstSeed(), mutant.seedsMax())
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void brokenRuleOfTheVote_isNoticed(VoteMutant mutant) throws ReflectiveOperationException {
    Laboratory laboratory = Laboratory.ofVotes(mutant.type(), mutant.change());

    assertThat(firstFailure(laboratory, mutant.firstSeed(), mutant.seedsMax()))
        .as("%s From seed %d on, %d pass", mutant, mutant.firstSeed(), mutant.seedsMax())
        .isPresent();
  }

  @ParameterizedTest
  @EnumSource
  void sameVotes_withNoRuleBroken_pass(VoteMutant mutant) {
    new VoteSimulation(mutant.firstSeed()).run();
  }

  private static Optional<Throwable> firstFailure(Laboratory laboratory, long firstSeed, int seeds)
      throws ReflectiveOperationException {
    Optional<Throwable> failure = Optional.empty();
    for (int i = 0; i < seeds && failure.isEmpty(); i++) {
      failure = laboratory.failureOf(firstSeed + i);
    }
    return failure;
  }

  @ParameterizedTest
  @EnumSource
  void sameSeeds_withNoRuleBroken_pass(Pace pace) throws ReflectiveOperationException {
    Laboratory laboratory = Laboratory.ofClusters(Simulation.class.getName(), type -> type, pace);
    long[] seeds =
        Stream.of(Mutant.values())
            .filter(mutant -> mutant.pace().equals(pace))
            .mapToLong(Mutant::firstSeed)
            .distinct()
            .toArray();

    for (long seed : seeds) {
      assertThat(laboratory.failureOf(seed)).as("-Dapothik.seed=%d, %s", seed, pace).isEmpty();
    }
  }
}
