package io.apothik.core;

import io.apothik.message.KeyTrace;
import io.apothik.message.Reply.Agreement;
import io.apothik.message.Reply.CopyReport;
import io.apothik.message.Reply.CopyView;
import io.apothik.slot.Copy;
import io.apothik.slot.Move;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the holders of one slot, and perhaps others, said of a key when they were asked at about the
 * same time.
 *
 * @param epoch of the table by which they were chosen
 * @param owners of the slot under that table
 * @param reports what each node said; those that did not answer are absent
 */
public record KeyPicture(long epoch, SlotOwners owners, Map<NodeName, CopyReport> reports) {
  public KeyPicture {
    reports = Map.copyOf(reports);
  }

  /** Whether all copies answered under that table, and those in sync have the same. */
  public boolean isAtRest() {
    return owners.copies().stream().allMatch(copy -> reports.containsKey(copy.node()))
        && reports.values().stream().allMatch(report -> report.epoch() == epoch)
        && isEqual();
  }

  /** Whether some node acts under a newer table than that by which it was asked. */
  public boolean isLate() {
    return reports.values().stream().anyMatch(report -> report.epoch() > epoch);
  }

  /**
   * Whether the copies in sync have the same.
   *
   * @param beforeOrNull what they said when they were asked the time before. If the primary had the
   *     same both times, and no write was on its way, none came between the later answers.
   */
  public Agreement agreement(@Nullable KeyPicture beforeOrNull) {
    if (!owners.inSync().stream().allMatch(copy -> reports.containsKey(copy.node()))) {
      return Agreement.UNKNOWN;
    } else if (isEqual()) {
      return Agreement.EQUAL;
    }
    boolean quiet = beforeOrNull != null && isOneTable() && wasQuietSince(beforeOrNull);
    return quiet ? Agreement.DIFFERENT : Agreement.WRITING;
  }

  private boolean isOneTable() {
    return inSync().stream().allMatch(report -> report.epoch() == epoch);
  }

  private boolean wasQuietSince(KeyPicture before) {
    CopyReport then = before.reports.get(before.owners.primary().node());
    CopyReport now = reports.get(owners.primary().node());
    return then != null
        && now != null
        && before.epoch == epoch
        && then.epoch() == epoch
        && !then.writing()
        && !now.writing()
        && then.trace().version().equals(now.trace().version());
  }

  private boolean isEqual() {
    List<CopyReport> inSync = inSync();
    KeyTrace first = inSync.isEmpty() ? KeyTrace.ABSENT : inSync.get(0).trace();
    return inSync.size() == owners.inSync().size()
        && inSync.stream().allMatch(report -> report.trace().agreesWith(first));
  }

  private List<CopyReport> inSync() {
    return owners.inSync().stream()
        .map(copy -> reports.get(copy.node()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** All copies, the primary first. */
  public List<CopyView> copies() {
    List<CopyView> views = new ArrayList<>();
    for (Copy copy : owners.copies()) {
      NodeName node = copy.node();
      views.add(new CopyView(node, owners.roleOf(node), reports.get(node)));
    }
    return views;
  }

  /** What all of them remember of the slot, oldest first. */
  public List<Move> moves() {
    Map<NodeName, List<Move>> remembered = new LinkedHashMap<>();
    CopyReport primary = reports.get(owners.primary().node());
    if (primary != null) {
      remembered.put(owners.primary().node(), primary.moves());
    }
    reports.forEach((node, report) -> remembered.putIfAbsent(node, report.moves()));
    return SlotHistory.merged(remembered.values());
  }
}
