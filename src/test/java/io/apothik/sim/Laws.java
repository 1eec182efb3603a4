package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.SlotTable;
import java.util.HashMap;
import java.util.Map;

/** What holds after every step. */
final class Laws {
  private record Id(long epoch, long lineage) {}

  private final Map<Process, SlotTable> installed = new HashMap<>();
  private final Map<Id, SlotTable> known = new HashMap<>();
  private SlotTable newest = SlotTable.NONE;
  private long votedOn;

  /** Epochs grow, and there is one table for an epoch. */
  void onInstall(Process process, SlotTable table) {
    SlotTable before = installed.put(process, table);
    assertThat(before == null || table.isNewerThan(before))
        .as("%s installs %s after %s", process.name(), table, before)
        .isTrue();
    SlotTable same = known.putIfAbsent(new Id(table.epoch(), table.lineage()), table);
    assertThat(same == null || same.equals(table))
        .as("two tables for epoch %d: %s, %s", table.epoch(), same, table)
        .isTrue();
    if (table.isNewerThan(newest)) {
      newest = table;
    }
  }

  /** Somebody accepted a table that is to follow that epoch. */
  void onAccepted(long epoch) {
    votedOn = Math.max(votedOn, epoch);
  }

  /** Whether there may be a table that follows the newest, though nobody knows yet. */
  boolean isBeingReplaced() {
    return votedOn >= newest.epoch();
  }

  /** The newest table that anybody installed. */
  SlotTable newest() {
    return newest;
  }
}
