package io.apothik.slot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who holds one slot. The primary and the backups are <em>in sync</em>: each has everything that
 * was ever acknowledged. A learner is getting there.
 *
 * @param primary the copy that is served
 * @param backups the other copies in sync
 * @param learners the copies that are being filled
 * @param term the epoch in which the primary became primary; whoever acts for an older term is late
 */
public record SlotOwners(Copy primary, List<Copy> backups, List<Copy> learners, long term) {
  /**
   * Copies.
   *
   * @throws IllegalArgumentException if a node has two copies
   */
  public SlotOwners {
    backups = List.copyOf(backups);
    learners = List.copyOf(learners);
    if (hasTwoOnOneNode(primary, backups, learners)) {
      throw new IllegalArgumentException(
          "two copies on one node: %s, %s, %s".formatted(primary, backups, learners));
    }
  }

  /** By comparing each with each: they are few, and a table has many owners. */
  private static boolean hasTwoOnOneNode(Copy primary, List<Copy> backups, List<Copy> learners) {
    if (isOneOf(primary, backups, 0) || isOneOf(primary, learners, 0)) {
      return true;
    }
    for (int i = 0; i < backups.size(); i++) {
      if (isOneOf(backups.get(i), backups, i + 1) || isOneOf(backups.get(i), learners, 0)) {
        return true;
      }
    }
    for (int i = 0; i < learners.size(); i++) {
      if (isOneOf(learners.get(i), learners, i + 1)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOneOf(Copy copy, List<Copy> copies, int from) {
    for (int i = from; i < copies.size(); i++) {
      if (copies.get(i).node().equals(copy.node())) {
        return true;
      }
    }
    return false;
  }

  /** A slot that begins, empty, with one copy, in the epoch of that copy. */
  public static SlotOwners founded(Copy primary) {
    return new SlotOwners(primary, List.of(), List.of(), primary.since());
  }

  /** The primary and the backups. */
  public List<Copy> inSync() {
    List<Copy> inSync = new ArrayList<>(1 + backups.size());
    inSync.add(primary);
    inSync.addAll(backups);
    return List.copyOf(inSync);
  }

  /** Every copy, the primary first. */
  public List<Copy> copies() {
    List<Copy> copies = new ArrayList<>(1 + backups.size() + learners.size());
    copies.add(primary);
    copies.addAll(backups);
    copies.addAll(learners);
    return List.copyOf(copies);
  }

  /** The node's copy, in whatever role. */
  public Optional<Copy> copyOf(NodeName node) {
    if (isPrimary(node)) {
      return Optional.of(primary);
    }
    Copy backup = on(node, backups);
    return Optional.ofNullable(backup == null ? on(node, learners) : backup);
  }

  private static @Nullable Copy on(NodeName node, List<Copy> copies) {
    for (Copy copy : copies) {
      if (copy.node().equals(node)) {
        return copy;
      }
    }
    return null;
  }

  /** What the node's copy is to the slot. */
  public CopyRole roleOf(NodeName node) {
    if (isPrimary(node)) {
      return CopyRole.PRIMARY;
    } else if (isLearner(node)) {
      return CopyRole.LEARNER;
    }
    return on(node, backups) == null ? CopyRole.NONE : CopyRole.BACKUP;
  }

  /** Whether the node is the primary. */
  public boolean isPrimary(NodeName node) {
    return primary.node().equals(node);
  }

  /** Whether the node has a copy that is being filled. */
  public boolean isLearner(NodeName node) {
    return on(node, learners) != null;
  }

  /** Whether everything in the slot was lost when its primary, under this term, began empty. */
  public boolean beganEmpty() {
    return primary.since() == term;
  }

  // Written out, as in NodeName: tables are compared while slots pass.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SlotOwners that
            && term == that.term
            && primary.equals(that.primary)
            && backups.equals(that.backups)
            && learners.equals(that.learners));
  }

  @Override
  public int hashCode() {
    int copies = 31 * (31 * primary.hashCode() + backups.hashCode()) + learners.hashCode();
    return 31 * copies + Long.hashCode(term);
  }
}
