package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.slot.NodeName;

/** What the parts of a replica share: the node that they are on. */
interface Host {
  NodeName self();

  Leases leases();

  RecentRequests requests();

  Eviction eviction();

  Handovers handovers();

  Listeners listeners();

  /** Counts what is done for callers. */
  Tally tally();

  /** Where windows have their items. */
  Places places();

  /** The slot has writes on their way, or none any more. */
  void onInFlight(int slot, boolean any);

  void perform(Effect effect);

  /** The epoch of the table that is installed. */
  long epoch();
}
