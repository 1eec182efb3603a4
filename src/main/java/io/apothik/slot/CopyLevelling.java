package io.apothik.slot;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
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
      Offers offers = offers(moving);
      int[] chain =
          Chains.cheapest(layout.nodes(), scales::gives, scales::takes, offers::leastCost);
      if (chain.length == 0) {
        return;
      }
      int count = scales.surplus(chain[0]);
      count = Math.min(count, scales.room(chain[chain.length - 1]));
      for (int i = 1; i < chain.length; i++) {
        count = Math.min(count, offers.count(chain[i - 1], chain[i]));
      }
      for (int i = 1; i < chain.length; i++) {
        shift(chain[i - 1], chain[i], count);
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

  /** What the nodes can pass on to each other: of each pair, how cheaply, and how many for that. */
  private static final class Offers {
    private final int[][] leastCosts;
    private final int[][] counts;

    Offers(int nodes) {
      this.leastCosts = new int[nodes][nodes];
      this.counts = new int[nodes][nodes];
      for (int[] row : leastCosts) {
        Arrays.fill(row, Chains.IMPOSSIBLE);
      }
    }

    void add(int from, int to, int cost) {
      if (cost < leastCosts[from][to]) {
        leastCosts[from][to] = cost;
        counts[from][to] = 0;
      }
      if (cost == leastCosts[from][to]) {
        counts[from][to]++;
      }
    }

    int leastCost(int from, int to) {
      return leastCosts[from][to];
    }

    int count(int from, int to) {
      return counts[from][to];
    }
  }

  private Offers offers(boolean moving) {
    Offers offers = new Offers(layout.nodes());
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (moving || layout.isOpen(slot)) {
        for (int place = 0; place < layout.width(); place++) {
          addOffers(slot, place, moving, offers);
        }
      }
    }
    return offers;
  }

  private void addOffers(int slot, int place, boolean moving, Offers offers) {
    int from = layout.at(slot, place);
    for (int to = 0; to < layout.nodes(); to++) {
      if (!layout.holds(slot, to) && (moving || isFree(slot, from, to))) {
        offers.add(from, to, cost(slot, place, to));
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

  /** A copy that one node may pass on to another. */
  private record Offer(int slot, long score) {}

  /**
   * Lets one node pass on to another so many copies, those that cost the least and suit it best.
   * Each makes others suit it less, never more, so that only the best one has to be looked at
   * again.
   */
  private void shift(int from, int to, int count) {
    PriorityQueue<Offer> offers =
        new PriorityQueue<>(Comparator.comparingLong(Offer::score).thenComparing(Offer::slot));
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (layout.holds(slot, from) && !layout.holds(slot, to)) {
        offers.add(new Offer(slot, score(slot, from, to)));
      }
    }
    for (int left = count; left > 0; ) {
      int slot = offers.remove().slot();
      Offer now = new Offer(slot, score(slot, from, to));
      Offer next = offers.peek();
      if (next == null || now.score() <= next.score()) {
        layout.put(slot, layout.placeOf(slot, from), to);
        left--;
      } else {
        offers.add(now);
      }
    }
  }

  private long score(int slot, int from, int to) {
    int place = layout.placeOf(slot, from);
    return ((long) cost(slot, place, to) << 32) + discomfort(slot, place, from, to);
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
