package io.apothik.cluster;

import io.apothik.slot.Incarnation;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Member;
import io.apothik.slot.ModuloRing;
import io.apothik.slot.SlotTable;
import java.util.List;

/** Under the modulo placement every node makes its own table, from the members that it sees. */
public final class ModuloTables {
  private final Tables tables;
  private final boolean countMaster;

  /**
   * @param countMaster true to repeat a famous mistake: to take the ring from all members, those
   *     that store nothing included
   */
  public ModuloTables(Tables tables, boolean countMaster) {
    this.tables = tables;
    this.countMaster = countMaster;
  }

  /** Makes the table for these members, unless it is in force already. */
  public void update(LiveSet live) {
    List<Incarnation> ring =
        live.members().stream()
            .filter(member -> countMaster || member.isCache())
            .map(Member::process)
            .toList();
    SlotTable current = tables.current();
    SlotTable next = ModuloRing.table(current.epoch() + 1, ring);
    if (!next.isEmpty() && !next.sameContent(current)) {
      tables.install(next);
    }
  }
}
