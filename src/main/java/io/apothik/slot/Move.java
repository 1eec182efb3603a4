package io.apothik.slot;

import java.util.ArrayList;
import java.util.List;

/**
 * A table gave a slot other owners.
 *
 * @param epoch of that table
 * @param agoMillis how long ago the node that tells of it installed the table
 * @param owners who holds the slot from then on
 */
public record Move(long epoch, long agoMillis, SlotOwners owners) {

  /** What is different from the owners before, one sentence a node, in the order of the copies. */
  public List<String> changesSince(SlotOwners before) {
    List<String> changes = new ArrayList<>();
    boolean newTerm = owners.term() != before.term();
    if (newTerm && owners.beganEmpty()) {
      changes.add("every copy was lost: the slot began anew, empty");
    }
    for (Copy copy : owners.copies()) {
      CopyRole now = owners.roleOf(copy.node());
      CopyRole then = before.copies().contains(copy) ? before.roleOf(copy.node()) : CopyRole.NONE;
      if (then == CopyRole.NONE) {
        changes.add("%s begins as %s".formatted(copy.node(), now.label()));
      } else if (then != now) {
        changes.add("%s %s → %s".formatted(copy.node(), then.label(), now.label()));
      }
    }
    for (Copy copy : before.copies()) {
      if (owners.copyOf(copy.node()).isEmpty()) {
        changes.add("%s %s → gone".formatted(copy.node(), before.roleOf(copy.node()).label()));
      }
    }
    return changes;
  }
}
