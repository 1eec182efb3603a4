package io.apothik.message;

import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import java.util.regex.Pattern;

/**
 * What all nodes of a cluster must agree on, but for the backups: tables say how many there are.
 *
 * @param placement how keys become slots, and slots become nodes
 * @param backups how many copies a slot has besides its primary if this node founds the cluster, 0
 *     to {@link Limits#BACKUPS_MAX}
 * @param quorum who may choose the next table
 * @param loops how many event loops of a cache node the slots are divided among, 1 to {@link
 *     Limits#LOOPS_MAX}
 */
public record Settings(Placement placement, int backups, Quorum quorum, int loops) {
  /** Slots with one backup, on one event loop; a majority chooses. */
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

  /** Where labels say how many backups a node was started with. */
  private static final Pattern BACKUPS = Pattern.compile("^([^/]*)/[^/]*/");

  /** The smallest table that needs a majority: of two, one goes on alone. */
  public static final int MAJORITY_NODES_MIN = 3;

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if there are too many or too few backups or loops, or several
   *     loops with a placement that divides no slots
   */
  public Settings {
    if (backups < 0 || backups > Limits.BACKUPS_MAX) {
      throw new IllegalArgumentException(
          "%d backups are not between 0 and %d".formatted(backups, Limits.BACKUPS_MAX));
    }
    if (loops < 1 || loops > Limits.LOOPS_MAX) {
      throw new IllegalArgumentException(
          "%d event loops are not between 1 and %d".formatted(loops, Limits.LOOPS_MAX));
    }
    if (loops > 1 && !placement.owned()) {
      throw new IllegalArgumentException(
          "with the placement %s there is one event loop, not %d"
              .formatted(placement.label(), loops));
    }
  }

  /** The settings of nodes with one event loop. */
  public Settings(Placement placement, int backups, Quorum quorum) {
    this(placement, backups, quorum, 1);
  }

  /** These with so many event loops. */
  public Settings withLoops(int other) {
    return new Settings(placement, backups, quorum, other);
  }

  /**
   * Which event loop of each node has its copies of a slot, from 0. Slots are spread, as a node may
   * have every second or every third of them: Fibonacci hashing (Knuth, "The Art of Computer
   * Programming", volume 3, 6.4).
   */
  public int loopOf(int slot) {
    return loops == 1 ? 0 : ((slot * 0x9E3779B9) >>> 16) % loops;
  }

  /** Whether a table with so many members binds them to a majority. */
  public boolean needsMajority(int members) {
    return quorum == Quorum.MAJORITY && members >= MAJORITY_NODES_MIN;
  }

  /** How many copies a slot is to have besides its primary under that table. */
  public int backupsUnder(SlotTable table) {
    return table.tuning().map(Tuning::backups).orElse(backups);
  }

  /** Whether a node with these goes together with one of which the settings have that label. */
  public boolean goWith(String otherLabel) {
    return withoutBackups(label()).equals(withoutBackups(otherLabel));
  }

  private static String withoutBackups(String label) {
    return BACKUPS.matcher(label).replaceFirst("$1/");
  }

  /** All of it in one word. */
  public String label() {
    if (!placement.owned()) {
      return placement.label();
    }
    String label = "%s/%d/%s".formatted(placement.label(), backups, quorum.label());
    // As it was before there was a choice, so that such nodes go together with older ones.
    return loops == 1 ? label : label + "/" + loops + " loops";
  }
}
