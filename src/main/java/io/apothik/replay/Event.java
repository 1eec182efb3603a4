package io.apothik.replay;

import io.apothik.message.ReplayStep;
import io.apothik.slot.NodeName;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a step, under one placement.
 *
 * @param nodeOrNull which came or died; null if none did
 * @param nodes how many are there now, without the master
 * @param masterCounted whether the master is taken for a node where that can be
 * @param moved keys that were put, and that are looked for on another node than before
 * @param copied entries that nodes sent to each other
 */
record Event(
    ReplayStep step,
    @Nullable NodeName nodeOrNull,
    int nodes,
    boolean masterCounted,
    int moved,
    int copied) {

  /** How many are in the ring, where it is taken from whoever is counted. */
  int counted() {
    return masterCounted ? nodes + 1 : nodes;
  }

  /** The node that came or died. */
  String node() {
    return nodeOrNull == null ? "No node" : "Node " + nodeOrNull.number().orElse(0);
  }
}
