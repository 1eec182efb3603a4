package io.apothik.slot;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds one slot.
 *
 * <p>The origin tells old content from new: whoever holds entries of a slot from a time when its
 * origin was another, holds what was given up as lost since, and must not serve it.
 *
 * @param primary the node that serves the slot
 * @param learnerOrNull the node that the slot is moving to, or null if it is not moving
 * @param origin the epoch in which the slot began empty: at first, and again whenever all that was
 *     in it was lost
 */
public record SlotOwners(NodeName primary, @Nullable NodeName learnerOrNull, long origin) {
  public SlotOwners {
    if (primary.equals(learnerOrNull)) {
      throw new IllegalArgumentException(primary + " cannot learn from itself");
    }
  }

  /** A slot that stays where it is. */
  public static SlotOwners of(NodeName primary, long origin) {
    return new SlotOwners(primary, null, origin);
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
