package io.apothik.cluster;

import io.apothik.slot.SlotTable;
import io.vertx.core.Future;

/** Sees to it that there is one table for an epoch. */
public interface TableAgreement {
  /**
   * Proposes a table for its epoch.
   *
   * @return the proposed table if it was chosen; else the one that was chosen for this epoch or a
   *     later one. Fails if nobody could be reached; then the table may have been chosen
   */
  Future<SlotTable> propose(SlotTable table);

  /** The newest table that was chosen, or {@link SlotTable#NONE}. */
  Future<SlotTable> latest();
}
