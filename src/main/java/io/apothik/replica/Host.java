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

  /** The slot has writes on their way. */
  void onBusy(int slot);

  /** The slot has none any more. */
  void onQuiet(int slot);

  void perform(Effect effect);

  /** The epoch of the table that is installed. */
  long epoch();
}
