package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the simulator would notice: with any one rule of the protocol broken, one of a few seeds
 * fails, and without, the same seeds pass. So every rule has its purpose, and every kind of trouble
 * that it is there for happens.
 */
class MutantsTest {
  @ParameterizedTest
  @EnumSource
  void brokenRule_isNoticed(Mutant mutant) throws ReflectiveOperationException {
    Laboratory laboratory = new Laboratory(mutant.type(), mutant.change(), mutant.pace());

    Optional<Throwable> failure = Optional.empty();
    for (int i = 0; i < mutant.seedsMax() && failure.isEmpty(); i++) {
      failure = laboratory.failureOf(mutant.firstSeed() + i);
    }

    assertThat(failure)
        .as("%s From seed %d on, %d pass", mutant, mutant.firstSeed(), mutant.seedsMax())
        .isPresent();
  }

  @ParameterizedTest
  @MethodSource("paces")
  void sameSeeds_withNoRuleBroken_pass(Pace pace) throws ReflectiveOperationException {
    Laboratory laboratory = new Laboratory(Simulation.class.getName(), type -> type, pace);
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

  static Stream<Pace> paces() {
    return Stream.of(Pace.STEADY, Pace.HECTIC, Pace.RESTLESS);
  }
}
