package io.apothik.process;

import io.apothik.Shared;

/**
 * A cluster of two nodes for classes of tests that change no member. Each has to mind that there
 * may be keys of others.
 */
final class TwoNodes extends Shared<TestCluster> {
  TwoNodes() {
    super(TestCluster.class, () -> TestCluster.start(2));
  }
}
