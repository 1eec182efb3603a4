package io.apothik.agreement;

import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.Suspicion;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which nodes keep primaries waiting, by what the primaries say again and again. A suspicion counts
 * only while it is repeated, and only between nodes that have been in sight for a while: after a
 * partition has healed, everybody is suspected by everybody until they have spoken to each other,
 * and the copies that would be given up for it may be the last ones.
 */
final class Suspicions {
  private static final long REPEATED_MILLIS = 500;
  private static final long IN_SIGHT_MILLIS = 1_000;

  private final Map<Suspicion, Long> toldAtMillis = new HashMap<>();
  private final Map<NodeName, Long> seenSinceMillis = new HashMap<>();
  private final Set<Suspicion> considered = new HashSet<>();

  /** Other members are in sight. */
  void onLive(LiveSet members, long nowMillis) {
    seenSinceMillis.keySet().removeIf(node -> !members.contains(node));
    members.names().forEach(node -> seenSinceMillis.putIfAbsent(node, nowMillis));
  }

  /** A primary suspects a node; whether it counts now, and did not before. */
  boolean add(Suspicion suspicion, long nowMillis) {
    toldAtMillis.put(suspicion, nowMillis);
    return counts(suspicion, nowMillis) && considered.add(suspicion);
  }

  /** Those that count. */
  List<Suspicion> at(long nowMillis) {
    return toldAtMillis.keySet().stream()
        .filter(suspicion -> counts(suspicion, nowMillis))
        .toList();
  }

  /** Another table is in force, of which nobody has complained yet. */
  void clear() {
    toldAtMillis.clear();
    considered.clear();
  }

  private boolean counts(Suspicion suspicion, long nowMillis) {
    return nowMillis - toldAtMillis.getOrDefault(suspicion, Long.MIN_VALUE / 2) <= REPEATED_MILLIS
        && isInSight(suspicion.from(), nowMillis)
        && isInSight(suspicion.silent(), nowMillis);
  }

  private boolean isInSight(NodeName node, long nowMillis) {
    Long since = seenSinceMillis.get(node);
    return since != null && nowMillis - since >= IN_SIGHT_MILLIS;
  }
}
