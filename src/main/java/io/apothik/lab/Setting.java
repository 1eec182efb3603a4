package io.apothik.lab;

import io.apothik.message.Settings;
import io.apothik.message.Settings.Quorum;
import io.apothik.slot.Placement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a cluster can be started with that decides what faults cost.
 *
 * @param backups copies of a slot besides its primary, 0 to 3
 * @param quorum who may choose the next table
 */
public record Setting(int backups, Quorum quorum) {
  Settings settings() {
    return new Settings(Placement.SLOTS, backups, quorum);
  }

  /** This one, and those that it is compared with: fewer and more copies, and another quorum. */
  List<Setting> andOthers() {
    Quorum otherQuorum = quorum == Quorum.NONE ? Quorum.MAJORITY : Quorum.NONE;
    Set<Setting> all = new LinkedHashSet<>(List.of(this));
    Stream.of(0, 1, 2).forEach(copies -> all.add(new Setting(copies, quorum)));
    all.add(new Setting(backups, otherQuorum));
    return new ArrayList<>(all);
  }

  /** In words: {@code 1 backup, quorum majority}. */
  @Override
  public String toString() {
    return "%d %s, quorum %s"
        .formatted(backups, backups == 1 ? "backup" : "backups", quorum.label());
  }
}
