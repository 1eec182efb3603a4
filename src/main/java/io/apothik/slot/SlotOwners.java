package io.apothik.slot;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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
    Set<NodeName> nodes = new HashSet<>(Set.of(primary.node()));
    backups.forEach(copy -> nodes.add(copy.node()));
    learners.forEach(copy -> nodes.add(copy.node()));
    if (nodes.size() != 1 + backups.size() + learners.size()) {
      throw new IllegalArgumentException(
          "two copies on one node: %s, %s, %s".formatted(primary, backups, learners));
    }
  }

  /** A slot that begins, empty, with one copy, in the epoch of that copy. */
  public static SlotOwners founded(Copy primary) {
    return new SlotOwners(primary, List.of(), List.of(), primary.since());
  }

  /** The primary and the backups. */
  public List<Copy> inSync() {
    return Stream.concat(Stream.of(primary), backups.stream()).toList();
  }

  /** Every copy, the primary first. */
  public List<Copy> copies() {
    return Stream.concat(inSync().stream(), learners.stream()).toList();
  }

  /** The node's copy, in whatever role. */
  public Optional<Copy> copyOf(NodeName node) {
    return primary.node().equals(node)
        ? Optional.of(primary)
        : on(node, backups).or(() -> on(node, learners));
  }

  private static Optional<Copy> on(NodeName node, List<Copy> copies) {
    for (Copy copy : copies) {
      if (copy.node().equals(node)) {
        return Optional.of(copy);
      }
    }
    return Optional.empty();
  }

  /** What the node's copy is to the slot. */
  public CopyRole roleOf(NodeName node) {
    if (isPrimary(node)) {
      return CopyRole.PRIMARY;
    } else if (isLearner(node)) {
      return CopyRole.LEARNER;
    }
    return copyOf(node).isPresent() ? CopyRole.BACKUP : CopyRole.NONE;
  }

  /** Whether the node is the primary. */
  public boolean isPrimary(NodeName node) {
    return primary.node().equals(node);
  }

  /** Whether the node has a copy that is being filled. */
  public boolean isLearner(NodeName node) {
    return on(node, learners).isPresent();
  }

  /** Whether everything in the slot was lost when its primary, under this term, began empty. */
  public boolean beganEmpty() {
    return primary.since() == term;
  }
}
