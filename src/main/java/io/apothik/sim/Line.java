package io.apothik.sim;

import io.apothik.history.History;
import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Tables each of which followed the one before. Where a majority chooses there is one line; where
 * it does not, each side of a partition has its own, and they share what was before.
 *
 * @param tables oldest first
 * @param isOnly whether there is no other
 */
public record Line(List<Installed> tables, boolean isOnly) {
  private static final int LEASE_MILLIS = 1_500;

  /** A table, and when somebody acted under it first. */
  public record Installed(SlotTable table, long atMillis) {}

  public Line {
    tables = List.copyOf(tables);
  }

  /** Whether the table is one of them. */
  boolean has(SlotTable table) {
    return isOnly || indexOf(table) >= 0;
  }

  /**
   * Whether what a node said under a table counts: until somebody acts under the next. Whoever
   * speaks later may have been left behind, and be on its way to another line.
   */
  boolean holds(Journal.Told told) {
    int index = isOnly ? tables.size() : indexOf(told.under());
    return isOnly
        || (index >= 0
            && (index == tables.size() - 1 || told.atMillis() < tables.get(index + 1).atMillis()));
  }

  private int indexOf(SlotTable table) {
    for (int i = tables.size() - 1; i >= 0; i--) {
      if (Laws.areOne(tables.get(i).table(), table)) {
        return i;
      }
    }
    return -1;
  }

  /** A loss is permitted where every copy died, at any time until another primary serves. */
  void permitLosses(History history, Collection<String> keys) {
    for (String key : keys) {
      losses(key).forEach(at -> history.vanishAt(key, at, at + LEASE_MILLIS));
    }
  }

  /**
   * Whether a request that took from then till then may have been applied twice: what is lost with
   * a slot is also that it was applied. The second time is refused, unless nobody can tell how old
   * it is, as it waited at a node that stood still. Where a majority chooses, that is too rare to
   * be excused.
   */
  boolean mayRepeat(String key, long fromMillis, long toMillis) {
    return !isOnly && isLostWithin(key, fromMillis, toMillis);
  }

  /** Whether everything in the key's slot may have been lost between then and then. */
  boolean isLostWithin(String key, long fromMillis, long toMillis) {
    return losses(key).stream().anyMatch(at -> fromMillis <= at + LEASE_MILLIS && at <= toMillis);
  }

  /** When the key's slot began anew because every copy had died. */
  private List<Long> losses(String key) {
    List<Long> losses = new ArrayList<>();
    for (int i = 1; i < tables.size(); i++) {
      SlotOwners owners = owners(key, i);
      if (owners.beganEmpty() && owners.term() > tables.get(i - 1).table().epoch()) {
        losses.add(tables.get(i).atMillis());
      }
    }
    return losses;
  }

  /** How often in that time there was a table in which the key's slot got another primary. */
  int takeovers(String key, long fromMillis, long toMillis) {
    int takeovers = 0;
    for (int i = 1; i < tables.size(); i++) {
      long at = tables.get(i).atMillis();
      boolean another = owners(key, i).term() != owners(key, i - 1).term();
      takeovers += another && fromMillis <= at && at <= toMillis ? 1 : 0;
    }
    return takeovers;
  }

  private SlotOwners owners(String key, int index) {
    SlotTable table = tables.get(index).table();
    return table.owners(Placement.SLOTS.slotOf(Bytes.utf8(key), table.slotCount()));
  }

  /** Whether no slot ever began anew. */
  boolean isLossless() {
    return tables.stream().allMatch(next -> next.table().losses().isEmpty());
  }
}
