package io.apothik.replica;

import io.apothik.slot.Provision;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;

/**
 * What one event loop of a node may use under the table that is installed: an equal part of the
 * node's memory, and of the rate with which the node fills learners.
 */
final class Allotment {
  private final Provision provision;
  private final int loops;
  private final Eviction eviction;
  private final Migrations migrations;
  private Tuning tuning;

  /** What the node was started with. */
  Allotment(Provision provision, int loops, Eviction eviction, Migrations migrations) {
    this.provision = provision;
    this.loops = loops;
    this.eviction = eviction;
    this.migrations = migrations;
    this.tuning = provision.under(SlotTable.NONE);
    apply();
  }

  void install(SlotTable table) {
    Tuning next = provision.under(table);
    if (!next.equals(tuning)) {
      tuning = next;
      apply();
    }
  }

  private void apply() {
    eviction.resize(tuning.primaryBytes() / loops);
    migrations.limit(Math.max(1, tuning.migrationBytesPerSecond() / loops));
  }
}
