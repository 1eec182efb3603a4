package io.apothik.slot;

/**
 * Makes nodes be primary of equally many slots, and so, if they hold equally many copies, backup of
 * equally many. Roles are swapped inside slots, which moves nothing, along chains of nodes; only
 * where no chain leads on do two nodes exchange copies.
 */
final class PrimaryLevelling {
  /** In a slot that waits for a learner the roles are only a plan as yet. */
  private static final int SWAP_LATER = 1;

  /** More than a chain of swaps in waiting slots can cost. */
  private static final int SWAP_NOW = 1 << 10;

  /** More than a chain of swaps can cost. */
  private static final int EXCHANGE = 1 << 20;

  private final Layout layout;
  private final Quotas quotas;
  private final int[][] waitingPairs;
  private final int waiting;

  PrimaryLevelling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
    this.waitingPairs = new int[layout.nodes()][layout.nodes()];
    int unready = 0;
    for (int slot = 0; slot < layout.slots(); slot++) {
      count(slot, 1);
      unready += layout.isReady(slot) ? 0 : 1;
    }
    this.waiting = unready;
  }

  void level() {
    swapDirectly(false);
    if (levelBy(this::laterCost) || isHalfway()) {
      return;
    }
    swapDirectly(true);
    if (!levelBy(this::swapCost)) {
      levelBy(this::exchangeCost);
    }
  }

  /**
   * Whether some slots wait and others do not. Then who serves in those that do not goes on: what
   * is still missing will come with the others, or be made up for at the end, once.
   */
  private boolean isHalfway() {
    return waiting > 0 && waiting < layout.slots();
  }

  private void count(int slot, int step) {
    for (int place = 1; !layout.isReady(slot) && place < layout.width(); place++) {
      waitingPairs[layout.primary(slot)][layout.at(slot, place)] += step;
    }
  }

  private void promote(int slot, int place) {
    count(slot, -1);
    layout.promote(slot, place);
    count(slot, 1);
  }

  /** Swaps between a primary that has too many slots and a backup that has too few. */
  private void swapDirectly(boolean ready) {
    for (int slot = 0; slot < layout.slots(); slot++) {
      int primary = layout.primary(slot);
      if (spare(primary) > 0 && layout.isReady(slot) == ready) {
        for (int place = 1; place < layout.width(); place++) {
          if (lack(layout.at(slot, place)) > 0) {
            promote(slot, place);
            break;
          }
        }
      }
    }
  }

  private int spare(int node) {
    return layout.primaries(node) - quotas.primariesMax(layout.copies(node));
  }

  private int lack(int node) {
    return quotas.primariesMin(layout.copies(node)) - layout.primaries(node);
  }

  private boolean levelBy(Chains.Cost cost) {
    for (Scales scales = scales(); !scales.areLevel(); scales = scales()) {
      int[] chain = Chains.cheapest(layout.nodes(), scales::gives, scales::takes, cost);
      if (chain.length == 0) {
        return false;
      }
      for (int i = 1; i < chain.length; i++) {
        passOn(chain[i - 1], chain[i]);
      }
    }
    return true;
  }

  private Scales scales() {
    return new Scales(
        layout.nodes(),
        layout::primaries,
        node -> quotas.primariesMin(layout.copies(node)),
        node -> quotas.primariesMax(layout.copies(node)));
  }

  private int laterCost(int from, int to) {
    return waitingPairs[from][to] > 0 ? SWAP_LATER : Chains.IMPOSSIBLE;
  }

  private int swapCost(int from, int to) {
    int now = layout.pairs(from, to) > 0 ? SWAP_NOW : Chains.IMPOSSIBLE;
    return Math.min(laterCost(from, to), now);
  }

  private int exchangeCost(int from, int to) {
    boolean exchange = slotWith(from, true, to) >= 0 && slotWith(to, false, from) >= 0;
    return Math.min(swapCost(from, to), exchange ? EXCHANGE : Chains.IMPOSSIBLE);
  }

  private void passOn(int from, int to) {
    if (layout.pairs(from, to) > 0) {
      swap(from, to);
    } else {
      exchange(from, to);
    }
  }

  private void swap(int from, int to) {
    boolean ready = waitingPairs[from][to] == 0;
    int slot = 0;
    while (layout.primary(slot) != from
        || !layout.holds(slot, to)
        || layout.isReady(slot) != ready) {
      slot++;
    }
    promote(slot, layout.placeOf(slot, to));
  }

  private void exchange(int from, int to) {
    int given = slotWith(from, true, to);
    int taken = slotWith(to, false, from);
    count(given, -1);
    count(taken, -1);
    layout.put(given, 0, to);
    layout.put(taken, layout.placeOf(taken, to), from);
    count(given, 1);
    count(taken, 1);
  }

  /** A slot of which the one node is primary, or backup, and that the other does not hold. */
  private int slotWith(int holder, boolean asPrimary, int stranger) {
    for (int slot = 0; slot < layout.slots(); slot++) {
      int place = layout.placeOf(slot, holder);
      if (place >= 0 && (place == 0) == asPrimary && !layout.holds(slot, stranger)) {
        return slot;
      }
    }
    return -1;
  }
}
