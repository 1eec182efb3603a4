package io.apothik.slot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What makes one table of another: small where little changes, as it mostly does.
 *
 * @param baseEpoch of the table from which it starts, at least 1
 * @param baseLineage of that table
 * @param epoch of the table to which it leads
 * @param branches on the way to that table, oldest first
 * @param gone the members that are no more
 * @param added the members that follow those that stay
 * @param losses those of the table to which it leads
 * @param waiting as that table has it
 * @param slots those whose owners are others
 * @param owners theirs, in the order of the slots
 * @param tuningOrNull that of the table to which it leads, or null if it is the same in both
 */
public record TableDifference(
    long baseEpoch,
    long baseLineage,
    long epoch,
    List<Branch> branches,
    List<Incarnation> gone,
    List<Incarnation> added,
    List<Loss> losses,
    int waiting,
    SlotSet slots,
    List<SlotOwners> owners,
    @Nullable Tuning tuningOrNull) {
  /**
   * Copies.
   *
   * @throws IllegalArgumentException if it starts from no table, or there are not as many owners as
   *     slots
   */
  public TableDifference {
    branches = List.copyOf(branches);
    gone = List.copyOf(gone);
    added = List.copyOf(added);
    losses = List.copyOf(losses);
    owners = List.copyOf(owners);
    if (baseEpoch < 1 || owners.size() != slots.size()) {
      throw new IllegalArgumentException(
          "from epoch %d, %s with %d owners".formatted(baseEpoch, slots, owners.size()));
    }
  }

  /** Of the table to which it leads. */
  public long lineage() {
    return Branch.lineageOf(branches);
  }

  /** Whether it starts from that table. */
  public boolean isFrom(SlotTable table) {
    return baseEpoch == table.epoch()
        && baseLineage == table.lineage()
        && slots.isWithin(table.slotCount());
  }

  /** Whether it leads to a newer table than that one. */
  public boolean isNewerThan(SlotTable table) {
    return SlotTable.isNewer(epoch, lineage(), table.epoch(), table.lineage());
  }

  @Override
  public String toString() {
    return "the difference from epoch %d to %d in %s".formatted(baseEpoch, epoch, slots);
  }
}
