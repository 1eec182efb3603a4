package io.apothik.slot;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Makes nodes hold equally many copies. First by choosing otherwise where that costs nothing: among
 * copies that exist, or for those that do not exist yet. Then by moving copies, of which each goes
 * from a node that has too many to one that has too few.
 */
final class CopyLevelling {
  /** What a step costs, of what weighs more only if it is needed. */
  private static final int FREE = 1;

  /** Two copies on one host. */
  private static final int CLASH = 1 << 10;

  /** A learner that is given up: what it got is thrown away. */
  private static final int WASTE = 1 << 15;

  /** A copy that is made. */
  private static final int MOVE = 1 << 23;

  /** In about so many rounds is moved what brings less and less relief. */
  private static final int ROUNDS = 20;

  private final Layout layout;
  private final Quotas quotas;

  CopyLevelling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
  }

  void level() {
    chooseOtherwise(false);
    move();
    chooseOtherwise(true);
  }

  /** Shifts copies along chains of nodes until all is level, or nothing more can be done. */
  private void chooseOtherwise(boolean moving) {
    for (Scales scales = scales(); !scales.areLevel(); scales = scales()) {
      int[][] costs = costs(moving);
      int[] chain =
          Chains.cheapest(
              layout.nodes(), scales::gives, scales::takes, (from, to) -> costs[from][to]);
      if (chain.length == 0) {
        return;
      }
      for (int i = 1; i < chain.length; i++) {
        shift(chain[i - 1], chain[i]);
      }
    }
  }

  private Scales scales() {
    return new Scales(
        layout.nodes(),
        layout::copies,
        node -> quotas.copies().floor(),
        node -> quotas.copies().ceiling());
  }

  private int[][] costs(boolean moving) {
    int[][] costs = new int[layout.nodes()][layout.nodes()];
    for (int[] row : costs) {
      Arrays.fill(row, Chains.IMPOSSIBLE);
    }
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (moving || layout.isOpen(slot)) {
        for (int place = 0; place < layout.width(); place++) {
          addCosts(slot, place, moving, costs);
        }
      }
    }
    return costs;
  }

  private void addCosts(int slot, int place, boolean moving, int[][] costs) {
    int from = layout.at(slot, place);
    for (int to = 0; to < layout.nodes(); to++) {
      if (!layout.holds(slot, to) && (moving || isFree(slot, from, to))) {
        costs[from][to] = Math.min(costs[from][to], cost(slot, place, to));
      }
    }
  }

  private boolean isFree(int slot, int from, int to) {
    return layout.existing(slot).has(to) || !layout.existing(slot).has(from);
  }

  private int cost(int slot, int place, int to) {
    int from = layout.at(slot, place);
    return (isFree(slot, from, to) ? FREE : MOVE)
        + (layout.existing(slot).isLearner(from) ? WASTE : 0)
        + CLASH * Math.max(0, clashes(slot, place, from, to));
  }

  /** Lets one node pass on to another the copy that costs the least and suits it best. */
  private void shift(int from, int to) {
    int best = -1;
    long bestScore = Long.MAX_VALUE;
    for (int slot = 0; slot < layout.slots(); slot++) {
      int place = layout.placeOf(slot, from);
      if (place >= 0 && !layout.holds(slot, to)) {
        long score = ((long) cost(slot, place, to) << 32) + discomfort(slot, place, from, to);
        if (score < bestScore) {
          best = slot;
          bestScore = score;
        }
      }
    }
    layout.put(best, layout.placeOf(best, from), to);
  }

  private long discomfort(int slot, int place, int from, int to) {
    return ((long) clashes(slot, place, from, to) << 24) - relief(slot, place, from, to);
  }

  private int clashes(int slot, int place, int from, int to) {
    return layout.clashes(slot, place, to) - layout.clashes(slot, place, from);
  }

  /** By how much more the giver shares with the slot's primary, or each backup, than the taker. */
  private int relief(int slot, int place, int from, int to) {
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
   * Moves copies, those first that bring the most relief, and if possible in the same role, so that
   * primaries and backups stay level too. Only nodes that have too many give to nodes that have too
   * few, as long as there are both: so nobody takes who would not have to.
   */
  private void move() {
    moveWhere(new Terms(true, -1, Integer.MIN_VALUE));
    int most = layout.pairsMax();
    int step = Math.max(1, most / ROUNDS);
    for (int relief = most; relief > 0; relief -= step) {
      moveWhere(new Terms(true, 0, relief));
    }
    moveWhere(new Terms(true, 0, Integer.MIN_VALUE));
    moveWhere(new Terms(false, 0, Integer.MIN_VALUE));
    moveWhere(new Terms(false, layout.width(), Integer.MIN_VALUE));
    // The same once more for those that have one too many or too few where the others are level.
    moveWhere(new Terms(true, 0, Integer.MIN_VALUE));
    moveWhere(new Terms(false, layout.width(), Integer.MIN_VALUE));
  }

  /** What a move must be like to be made. */
  private record Terms(boolean inRole, int clashesMax, int reliefMin) {}

  private void moveWhere(Terms terms) {
    Scales scales = scales();
    if (scales.areLevel()) {
      return;
    }
    int giveAbove = scales.giveAbove(quotas.copies());
    int takeBelow = scales.takeBelow(quotas.copies());
    int[] takers = takers(takeBelow);
    for (int slot = 0; takers.length > 0 && slot < layout.slots(); slot++) {
      for (int place = 0; place < layout.width(); place++) {
        int from = layout.at(slot, place);
        if (layout.copies(from) > giveAbove) {
          int to = taker(slot, place, takers, takeBelow, terms);
          if (to >= 0) {
            layout.put(slot, place, to);
          }
        }
      }
    }
  }

  private int[] takers(int below) {
    return IntStream.range(0, layout.nodes()).filter(node -> layout.copies(node) < below).toArray();
  }

  /** Whom of the takers the giver's copy suits best, or -1. */
  private int taker(int slot, int place, int[] takers, int below, Terms terms) {
    int from = layout.at(slot, place);
    int best = -1;
    long least = Long.MAX_VALUE;
    if (terms.inRole && !canSpare(place, from)) {
      return best;
    }
    for (int to : takers) {
      if (layout.copies(to) < below
          && (!terms.inRole || canUse(place, to))
          && relief(slot, place, from, to) >= terms.reliefMin
          && !layout.holds(slot, to)
          && clashes(slot, place, from, to) <= terms.clashesMax) {
        long discomfort = discomfort(slot, place, from, to);
        if (discomfort < least) {
          best = to;
          least = discomfort;
        }
      }
    }
    return best;
  }

  private boolean canSpare(int place, int node) {
    return place == 0
        ? layout.primaries(node) > quotas.primaries().floor()
        : layout.backups(node) > quotas.backups().floor();
  }

  private boolean canUse(int place, int node) {
    return place == 0
        ? layout.primaries(node) < quotas.primaries().ceiling()
        : layout.backups(node) < quotas.backups().ceiling();
  }
}
