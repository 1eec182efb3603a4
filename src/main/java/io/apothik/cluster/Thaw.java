package io.apothik.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.ClusterState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mends what Hazelcast may leave behind when a cluster was cut in two: the smaller part freezes
 * before it joins the greater one, and should that fail then, it stays frozen. A frozen part takes
 * in nobody, and does not try again. Nothing else freezes a cluster.
 */
final class Thaw {
  /** Longer than Hazelcast's own limits for what is done to a frozen part. */
  static final long FROZEN_MILLIS_MAX = 45_000;

  private static final Logger LOG = LoggerFactory.getLogger(Thaw.class);
  private static final long NEVER = Long.MIN_VALUE;

  private long frozenSinceMillis = NEVER;

  /** To be called now and then, by one thread at a time. */
  void look(Cluster cluster, long nowMillis) {
    if (cluster.getClusterState() != ClusterState.FROZEN) {
      frozenSinceMillis = NEVER;
    } else if (frozenSinceMillis == NEVER) {
      frozenSinceMillis = nowMillis;
    } else if (nowMillis - frozenSinceMillis > FROZEN_MILLIS_MAX && isOldest(cluster)) {
      LOG.warn(
          "frozen for {} s: joining the other part of the cluster failed, and is tried again",
          (nowMillis - frozenSinceMillis) / 1_000);
      cluster.changeClusterState(ClusterState.ACTIVE);
    }
  }

  /** One member speaks for all. */
  private static boolean isOldest(Cluster cluster) {
    return cluster.getMembers().iterator().next().localMember();
  }
}
