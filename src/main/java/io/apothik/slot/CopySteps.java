package io.apothik.slot;

/** What it means that a node passes a copy on to another. */
final class CopySteps {
  /** What a step costs, of what weighs more only if it is needed. */
  static final int FREE = 1;

  /** Two copies on one host. */
  private static final int CLASH = 1 << 10;

  /** A learner that is given up: what it got is thrown away. */
  private static final int WASTE = 1 << 15;

  /** A copy that is made. */
  static final int MOVE = 1 << 23;

  private final Layout layout;

  CopySteps(Layout layout) {
    this.layout = layout;
  }

  /** Whether the copy exists on the other node, or on neither. */
  boolean isFree(int slot, int from, int to) {
    return layout.existing(slot).has(to) || !layout.existing(slot).has(from);
  }

  boolean isWaste(int slot, int from) {
    return layout.existing(slot).isLearner(from);
  }

  int cost(int slot, int place, int to) {
    int from = layout.at(slot, place);
    return (isFree(slot, from, to) ? FREE : MOVE)
        + (isWaste(slot, from) ? WASTE : 0)
        + CLASH * Math.max(0, clashes(slot, place, to));
  }

  /** With how many more holders of the slot the taker would share its host than the giver. */
  int clashes(int slot, int place, int to) {
    return layout.hosts() == 1
        ? 0
        : layout.clashes(slot, place, to) - layout.clashes(slot, place, layout.at(slot, place));
  }

  /** Less for a step that suits the two more, of those that cost the same. */
  long discomfort(int slot, int place, int to) {
    return ((long) clashes(slot, place, to) << 24) - relief(slot, place, to);
  }

  /** With how many more holders any taker would share its host than the giver, at least. */
  int clashesMin(int slot, int place) {
    return layout.hosts() == 1
        ? 0
        : layout.clashesMin(slot, place) - layout.clashes(slot, place, layout.at(slot, place));
  }

  /** The least discomfort that a step could bring. */
  long discomfortMin(int slot, int place) {
    return ((long) clashesMin(slot, place) << 24) - shared(slot, place);
  }

  /** By how much more the giver shares with the slot's primary, or each backup, than the taker. */
  int relief(int slot, int place, int to) {
    int from = layout.at(slot, place);
    if (place > 0) {
      int primary = layout.primary(slot);
      return layout.pairs(primary, from) - layout.pairs(primary, to);
    }
    int least = Integer.MAX_VALUE;
    for (int other = 1; other < layout.width(); other++) {
      int backup = layout.at(slot, other);
      least = Math.min(least, layout.pairs(from, backup) - layout.pairs(to, backup));
    }
    return layout.width() == 1 ? 0 : least;
  }

  /**
   * How much the holder shares with the slot's primary, or with each backup: no taker can relieve
   * it of more.
   */
  int shared(int slot, int place) {
    int[] row = layout.row(slot);
    if (place > 0) {
      return layout.pairs(row[0], row[place]);
    }
    int least = row.length == 1 ? 0 : Integer.MAX_VALUE;
    for (int other = 1; other < row.length; other++) {
      least = Math.min(least, layout.pairs(row[0], row[other]));
    }
    return least;
  }
}
