package io.apothik.slot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds one slot.
 *
 * @param primary the node that serves the slot
 * @param learnerOrNull the node that the slot is moving to, or null if it is not moving
 */
public record SlotOwners(NodeName primary, @Nullable NodeName learnerOrNull) {
  public SlotOwners {
    if (primary.equals(learnerOrNull)) {
      throw new IllegalArgumentException(primary + " cannot learn from itself");
    }
  }

  /** A slot that stays where it is. */
  public static SlotOwners of(NodeName primary) {
    return new SlotOwners(primary, null);
  }

  public Optional<NodeName> learner() {
    return Optional.ofNullable(learnerOrNull);
  }

  /** Whether the slot is on its way from one node to another. */
  public boolean isMoving(NodeName from, NodeName to) {
    return primary.equals(from) && to.equals(learnerOrNull);
  }

  /** The node that will serve the slot when nothing more is moving. */
  public NodeName destination() {
    return learner().orElse(primary);
  }
}
