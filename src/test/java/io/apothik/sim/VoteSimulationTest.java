package io.apothik.sim;

import io.apothik.Seed;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Rivals propose different tables at the same time; one at most is chosen, and in the end one is.
 * {@code -Dapothik.seeds=1000000} runs a million that nobody ran before; {@code -Dapothik.seed=N}
 * repeats one.
 */
@Execution(ExecutionMode.CONCURRENT)
class VoteSimulationTest {
  private static final int SEEDS = 2_000;

  @Test
  void rivals_chooseOneTable() {
    Integer fresh = Integer.getInteger("apothik.seeds");
    if (Seed.isGiven()) {
      simulate(Seed.next());
    } else if (fresh != null) {
      new Random(Seed.next()).longs(fresh).forEach(VoteSimulationTest::simulate);
    } else {
      LongStream.rangeClosed(1, SEEDS).forEach(VoteSimulationTest::simulate);
    }
  }

  private static void simulate(long seed) {
    try {
      new VoteSimulation(seed).run();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("-Dapothik.seed=" + seed, failure);
    }
  }
}
