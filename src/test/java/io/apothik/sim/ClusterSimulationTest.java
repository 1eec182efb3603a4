package io.apothik.sim;

import io.apothik.Seed;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Up to eight nodes join, leave and die while callers write and read over a bad network. After
 * every step at most one node serves a slot; every read finds what was acknowledged last, unless
 * the node that held it died; and in the end everything is settled and balanced.
 */
class ClusterSimulationTest {
  private static final int SEEDS = 30;

  @Test
  void anyCourseOfEvents_losesNothingThatAcknowledgedNodesStillHold() {
    if (Seed.isGiven()) {
      simulate(Seed.next());
    } else {
      new Random(Seed.next()).longs(SEEDS).forEach(ClusterSimulationTest::simulate);
    }
  }

  @Test
  void aTableThatThePrimarySkipped() {
    simulate(-3910610583277514139L);
  }

  @Test
  void aReadThatWasAnsweredBeforeTheLoss() {
    simulate(7790017329424703105L);
  }

  @Test
  void aBatchThatWasRefusedAfterThePromotion() {
    simulate(-8042874134378331500L);
  }

  private static void simulate(long seed) {
    Simulation simulation = new Simulation(seed);
    try {
      simulation.run();
    } catch (RuntimeException | AssertionError failure) {
      throw new AssertionError("-Dapothik.seed=" + seed + ": " + simulation, failure);
    }
  }
}
