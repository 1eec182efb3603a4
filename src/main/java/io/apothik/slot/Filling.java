package io.apothik.slot;

/**
 * Fills the vacant places of a layout: primaries go to the nodes that have the fewest, backups to
 * nodes on other hosts that back the primary the least.
 */
final class Filling {
  private static final int GOLDEN_RATIO = 0x9e3779b9;

  private final Layout layout;
  private final Quotas quotas;

  Filling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
  }

  void fill() {
    for (int place = 0; place < layout.width(); place++) {
      for (int slot = 0; slot < layout.slots(); slot++) {
        if (layout.at(slot, place) == Layout.VACANT) {
          layout.put(slot, place, place == 0 ? primary() : backup(slot, place));
        }
      }
    }
  }

  private int primary() {
    int best = 0;
    for (int node = 1; node < layout.nodes(); node++) {
      int fewer = layout.primaries(node) - layout.primaries(best);
      if (fewer < 0 || (fewer == 0 && layout.copies(node) < layout.copies(best))) {
        best = node;
      }
    }
    return best;
  }

  private int backup(int slot, int place) {
    int best = Layout.VACANT;
    // Begins elsewhere for each slot: if the backups of one primary always were the same two, they
    // would follow it together.
    int begin = ((slot * GOLDEN_RATIO) >>> 1) % layout.nodes();
    for (int step = 0; step < layout.nodes(); step++) {
      int node = (begin + step) % layout.nodes();
      if (!layout.holds(slot, node) && (best < 0 || isBetter(slot, place, node, best))) {
        best = node;
      }
    }
    return best;
  }

  private boolean isBetter(int slot, int place, int node, int best) {
    int less = Boolean.compare(isFull(node), isFull(best));
    if (less == 0) {
      less = layout.clashes(slot, place, node) - layout.clashes(slot, place, best);
    }
    if (less == 0) {
      less = burden(slot, node) - burden(slot, best);
    }
    return less < 0;
  }

  private boolean isFull(int node) {
    return layout.copies(node) >= quotas.copies().ceiling();
  }

  /** What the node would do for the primary, and what it does for all. */
  private int burden(int slot, int node) {
    return layout.pairs(layout.primary(slot), node) + layout.copies(node);
  }
}
