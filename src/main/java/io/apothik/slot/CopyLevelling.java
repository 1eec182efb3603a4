package io.apothik.slot;

import io.apothik.slot.CopyPass.Terms;

/**
 * Makes nodes hold equally many copies. First by choosing otherwise where that costs nothing: among
 * copies that exist, or for those that do not exist yet. Then by moving copies, of which each goes
 * from a node that has too many to one that has too few; so nobody takes who would not have to.
 */
final class CopyLevelling {
  /** In about so many rounds is passed on what brings less and less relief. */
  static final int ROUNDS = 8;

  private final Layout layout;
  private final Quotas quotas;
  private final CopySteps steps;

  CopyLevelling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
    this.steps = new CopySteps(layout);
  }

  void level() {
    if (isAnyOpen()) {
      chooseOtherwise();
      new CopyChains(layout, quotas, steps, false).level();
    }
    move();
    new CopyChains(layout, quotas, steps, true).level();
  }

  private boolean isAnyOpen() {
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (layout.isOpen(slot)) {
        return true;
      }
    }
    return false;
  }

  private void chooseOtherwise() {
    passOnEvenly(Terms.FREE);
    passOn(Terms.FREE);
  }

  /**
   * Moves copies, and if possible in the same role, so that primaries and backups stay level too.
   */
  private void move() {
    if (layout.hosts() > 1) {
      passOn(Terms.IN_ROLE.withClashes(-1));
    }
    passOnEvenly(Terms.IN_ROLE);
    // Twice, the second time for those with one too many or too few where the others are level.
    for (int i = 0; i < 2; i++) {
      passOn(Terms.IN_ROLE);
      passOn(Terms.ANY);
      passOn(Terms.ANY.withClashes(layout.width()));
    }
  }

  /**
   * Evens out who backs whom on the way: first all goes from those who share more than is fair to
   * those who share less, then what brings the most relief goes first. With little to pass on there
   * is nothing to even out.
   */
  private void passOnEvenly(Terms terms) {
    if (layout.width() == 1 || quotas.copyScales(layout).unlevel() <= layout.nodes()) {
      return;
    }
    passOn(terms.withFair(quotas.fairPairs()));
    int most = layout.pairsMax();
    int step = Math.max(1, most / ROUNDS);
    for (int relief = most; relief > 0; relief -= step) {
      new CopyPass(layout, quotas, steps, terms.withRelief(relief)).run();
    }
  }

  /** Passes on no more of one slot than of another, as far as can be. */
  private void passOn(Terms terms) {
    int passes = 0;
    while (passes < layout.width() && new CopyPass(layout, quotas, steps, terms).run()) {
      passes++;
    }
  }
}
