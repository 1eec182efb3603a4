package io.apothik.message;

import io.apothik.slot.Placement;

/**
 * What all nodes of a cluster must agree on.
 *
 * @param placement how keys become slots, and slots become nodes
 * @param backups how many copies a slot has besides its primary, 0 to {@link Limits#BACKUPS_MAX}
 * @param quorum who may choose the next table
 */
public record Settings(Placement placement, int backups, Quorum quorum) {
  /** Slots with one backup; a majority chooses. */
  public static final Settings DEFAULT = new Settings(Placement.SLOTS, 1, Quorum.MAJORITY);

  /** Who may choose the next table. */
  public enum Quorum {
    /** A majority of the nodes of the last one, where it has three or more. */
    MAJORITY,
    /** Whoever is there. */
    NONE;

    /** The name by which options and attributes call it. */
    public String label() {
      return this == MAJORITY ? "majority" : "none";
    }

    /**
     * The quorum with the given label.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Quorum labelled(String label) {
      return switch (label) {
        case "majority" -> MAJORITY;
        case "none" -> NONE;
        default ->
            throw new IllegalArgumentException(
                "quorum '" + label + "' is neither majority nor none");
      };
    }
  }

  /** The smallest table that needs a majority: of two, one goes on alone. */
  public static final int MAJORITY_NODES_MIN = 3;

  /**
   * Checks the limit.
   *
   * @throws IllegalArgumentException if there are too many or too few backups
   */
  public Settings {
    if (backups < 0 || backups > Limits.BACKUPS_MAX) {
      throw new IllegalArgumentException(
          "%d backups are not between 0 and %d".formatted(backups, Limits.BACKUPS_MAX));
    }
  }

  /** Whether a table with so many members binds them to a majority. */
  public boolean needsMajority(int members) {
    return quorum == Quorum.MAJORITY && members >= MAJORITY_NODES_MIN;
  }

  /** All of it in one word, equal for nodes that go together. */
  public String label() {
    return placement.owned()
        ? "%s/%d/%s".formatted(placement.label(), backups, quorum.label())
        : placement.label();
  }
}
