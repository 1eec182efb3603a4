package io.apothik.slot;

import io.apothik.slot.Layout.Existing;

/**
 * Goes through the slots once, and lets nodes that have too many copies pass some of them on to
 * nodes that have too few: of each slot one at most, so that none has to change its holders all at
 * once.
 */
final class CopyPass {
  private static final int NOBODY = -1;

  /**
   * What it must be like that a node passes a copy on to another.
   *
   * @param free whether it must cost nothing
   * @param inRole whether the one must be able to spare the copy's role, and the other to use it
   * @param clashesMax how many more holders of the slot may share a host
   * @param reliefMin how much relief it must bring
   * @param fair how much the one must share with the slot's primary, or each backup, at least, and
   *     the other at most; or {@link #ANYTHING}
   */
  record Terms(boolean free, boolean inRole, int clashesMax, int reliefMin, int fair) {
    static final int ANYTHING = Integer.MIN_VALUE;
    static final Terms FREE = new Terms(true, false, 0, ANYTHING, ANYTHING);
    static final Terms IN_ROLE = new Terms(false, true, 0, ANYTHING, ANYTHING);
    static final Terms ANY = new Terms(false, false, 0, ANYTHING, ANYTHING);

    Terms withClashes(int most) {
      return new Terms(free, inRole, most, reliefMin, fair);
    }

    Terms withRelief(int least) {
      return new Terms(free, inRole, clashesMax, least, fair);
    }

    Terms withFair(int share) {
      return new Terms(free, inRole, clashesMax, reliefMin, share);
    }

    /** The least relief that must come from the copy of one who shares so much. */
    int reliefMin(int shared) {
      return fair == ANYTHING ? reliefMin : shared - fair;
    }

    /** Whether so much relief, or less, can be enough. */
    boolean allow(int reliefMax) {
      return fair == ANYTHING ? reliefMax >= reliefMin : reliefMax > fair;
    }
  }

  private final Layout layout;
  private final Quotas quotas;
  private final CopySteps steps;
  private final Terms terms;
  private final boolean isLevel;
  private final int giveAbove;
  private final int takeBelow;
  private final Takers forPrimaries;
  private final Takers forBackups;

  CopyPass(Layout layout, Quotas quotas, CopySteps steps, Terms terms) {
    this.layout = layout;
    this.quotas = quotas;
    this.steps = steps;
    this.terms = terms;
    Scales scales = quotas.copyScales(layout);
    this.isLevel = scales.areLevel();
    this.giveAbove = scales.giveAbove(quotas.copies());
    this.takeBelow = scales.takeBelow(quotas.copies());
    this.forPrimaries = takers(0);
    this.forBackups = takers(1);
  }

  private Takers takers(int place) {
    return new Takers(
        layout.nodes(),
        node -> layout.copies(node) < takeBelow && (!terms.inRole || canUse(place, node)));
  }

  /** Whether anything was passed on. */
  boolean run() {
    if (isLevel) {
      return false;
    }
    int count = 0;
    for (int slot = 0; slot < layout.slots(); slot++) {
      count += passOnOneOf(slot) ? 1 : 0;
    }
    return count > 0;
  }

  private boolean passOnOneOf(int slot) {
    int place = Layout.anyOf(layout.width(), slot);
    for (int i = 0; i < layout.width(); i++) {
      if (mayGive(slot, place)) {
        int to = taker(slot, place);
        if (to != NOBODY) {
          layout.put(slot, place, to);
          removeIfContent(to);
          return true;
        }
      }
      place = place + 1 == layout.width() ? 0 : place + 1;
    }
    return false;
  }

  private void removeIfContent(int taker) {
    if (layout.copies(taker) >= takeBelow || (terms.inRole && !canUse(0, taker))) {
      forPrimaries.remove(taker);
    }
    if (layout.copies(taker) >= takeBelow || (terms.inRole && !canUse(1, taker))) {
      forBackups.remove(taker);
    }
  }

  private Takers takersFor(int place) {
    return place == 0 ? forPrimaries : forBackups;
  }

  /** Whether the holder may pass its copy on, if there is somebody to take it. */
  private boolean mayGive(int slot, int place) {
    int from = layout.at(slot, place);
    return layout.copies(from) > giveAbove
        && takersFor(place).count() > 0
        && (!terms.inRole || canSpare(place, from))
        && terms.allow(steps.shared(slot, place))
        && (terms.clashesMax >= 0 || steps.clashesMin(slot, place) <= terms.clashesMax)
        && (!terms.free || !layout.existing(slot).isLearner(from));
  }

  /** Whom of the takers the copy suits best. */
  private int taker(int slot, int place) {
    Takers takers = takersFor(place);
    Existing existing = layout.existing(slot);
    boolean exists = terms.free && existing.has(layout.at(slot, place));
    int count = exists ? existing.nodes().length : takers.count();
    long ideal = steps.discomfortMin(slot, place);
    int reliefMin = terms.reliefMin(steps.shared(slot, place));
    int best = NOBODY;
    long least = Long.MAX_VALUE;
    int at = Layout.anyOf(count, slot);
    for (int i = 0; i < count && least > ideal; i++) {
      int to = exists ? existing.nodes()[at] : takers.at(at);
      if (!layout.holds(slot, to)
          && takers.has(to)
          && steps.clashes(slot, place, to) <= terms.clashesMax
          && steps.relief(slot, place, to) >= reliefMin) {
        long discomfort = steps.discomfort(slot, place, to);
        if (discomfort < least) {
          best = to;
          least = discomfort;
        }
      }
      at = at + 1 == count ? 0 : at + 1;
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
