package io.apothik.agreement;

import io.apothik.slot.LiveSet;

/** How many cache nodes it takes to found a cluster. */
final class Founders {
  /** For so long a new cluster waits for the nodes that it should begin with. */
  private static final long EXPECT_MILLIS = 5_000;

  private int needed = 1;
  private int expected = 1;
  private long expectsUntilMillis = Long.MAX_VALUE;

  /** So many are waited for, however long that takes. */
  void need(int nodes) {
    needed = nodes;
  }

  /** So many are waited for, a while. */
  void expect(int nodes) {
    expected = nodes;
  }

  /** Whether there are fewer than it takes. */
  boolean areMissing(LiveSet live) {
    return live.cacheNodes().size() < needed;
  }

  /** Whether those are there that it takes, and those that were expected, or waited for. */
  boolean areThere(LiveSet live, long nowMillis) {
    if (areMissing(live)) {
      return false;
    }
    expectsUntilMillis = Math.min(expectsUntilMillis, nowMillis + EXPECT_MILLIS);
    return live.cacheNodes().size() >= expected || nowMillis >= expectsUntilMillis;
  }
}
