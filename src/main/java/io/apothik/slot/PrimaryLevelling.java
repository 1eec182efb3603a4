package io.apothik.slot;

import java.util.Arrays;
import java.util.List;

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

  private static final int NONE = -1;

  private final Layout layout;
  private final Quotas quotas;

  /** Which slots do not wait for a learner. */
  private final boolean[] ready;

  private final int waiting;

  /** The slots of each primary, as a list: its first one, and the next one after each. */
  private final int[] first;

  private final int[] next;

  PrimaryLevelling(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
    this.ready = new boolean[layout.slots()];
    this.first = new int[layout.nodes()];
    this.next = new int[layout.slots()];
    int unready = 0;
    for (int slot = 0; slot < ready.length; slot++) {
      ready[slot] = layout.isReady(slot);
      unready += ready[slot] ? 0 : 1;
    }
    this.waiting = unready;
  }

  void level() {
    swapDirectly(false);
    if (levelBy(this::swapLater) || isHalfway()) {
      return;
    }
    swapDirectly(true);
    if (!levelBy(this::swap)) {
      levelBy(this::swapOrExchange);
    }
  }

  /**
   * Whether some slots wait and others do not. Then who serves in those that do not goes on: what
   * is still missing will come with the others, or be made up for at the end, once.
   */
  private boolean isHalfway() {
    return waiting > 0 && waiting < layout.slots();
  }

  /** Swaps between a primary that has too many slots and a backup that has too few. */
  private void swapDirectly(boolean ready) {
    for (int slot = 0; slot < layout.slots(); slot++) {
      int primary = layout.primary(slot);
      if (spare(primary) > 0 && this.ready[slot] == ready) {
        for (int place = 1; place < layout.width(); place++) {
          if (lack(layout.at(slot, place)) > 0) {
            layout.promote(slot, place);
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

  private boolean levelBy(Chains.Steps steps) {
    for (Scales scales = scales(); !scales.areLevel(); scales = scales()) {
      list();
      List<int[]> chains = Chains.cheapest(layout.nodes(), scales::gives, scales::takes, steps);
      if (chains.isEmpty()) {
        return false;
      }
      for (int[] chain : chains) {
        // From its end, so that a node passes on what it had when the chain was found.
        for (int i = chain.length - 1; i > 0; i--) {
          passOn(chain[i - 1], chain[i]);
        }
      }
    }
    return true;
  }

  private void list() {
    Arrays.fill(first, NONE);
    for (int slot = layout.slots() - 1; slot >= 0; slot--) {
      next[slot] = first[layout.primary(slot)];
      first[layout.primary(slot)] = slot;
    }
  }

  private Scales scales() {
    return new Scales(
        layout.nodes(),
        layout::primaries,
        node -> quotas.primariesMin(layout.copies(node)),
        node -> quotas.primariesMax(layout.copies(node)));
  }

  private void swapLater(int from, Chains chains) {
    for (int slot = first[from]; slot != NONE; slot = next[slot]) {
      for (int place = 1; !ready[slot] && place < layout.width(); place++) {
        chains.step(layout.at(slot, place), SWAP_LATER);
      }
    }
  }

  private void swap(int from, Chains chains) {
    for (int slot = first[from]; slot != NONE; slot = next[slot]) {
      for (int place = 1; place < layout.width(); place++) {
        chains.step(layout.at(slot, place), ready[slot] ? SWAP_NOW : SWAP_LATER);
      }
    }
  }

  private void swapOrExchange(int from, Chains chains) {
    swap(from, chains);
    for (int to = 0; to < layout.nodes(); to++) {
      if (to != from
          && chains.isCheaper(to, EXCHANGE)
          && slotWith(from, true, to) != NONE
          && slotWith(to, false, from) != NONE) {
        chains.step(to, EXCHANGE);
      }
    }
  }

  private void passOn(int from, int to) {
    int slot = slotOf(from, to, false);
    if (slot == NONE) {
      slot = slotOf(from, to, true);
    }
    if (slot == NONE) {
      exchange(from, to);
    } else {
      layout.promote(slot, layout.placeOf(slot, to));
    }
  }

  /** A slot of that primary and that backup which waits, or does not. */
  private int slotOf(int primary, int backup, boolean isReady) {
    int slot = first[primary];
    while (slot != NONE
        && (ready[slot] != isReady
            || layout.primary(slot) != primary
            || !layout.holds(slot, backup))) {
      slot = next[slot];
    }
    return slot;
  }

  private void exchange(int from, int to) {
    int given = slotWith(from, true, to);
    int taken = slotWith(to, false, from);
    if (given == NONE || taken == NONE) {
      return; // An exchange further on in the chain was in the way: the next chain begins there.
    }
    layout.put(given, 0, to);
    layout.put(taken, layout.placeOf(taken, to), from);
    ready[given] = layout.isReady(given);
    ready[taken] = layout.isReady(taken);
  }

  /** A slot of which the one node is primary, or backup, and that the other does not hold. */
  private int slotWith(int holder, boolean asPrimary, int stranger) {
    for (int slot = 0; slot < layout.slots(); slot++) {
      int place = layout.placeOf(slot, holder);
      if (place >= 0 && (place == 0) == asPrimary && !layout.holds(slot, stranger)) {
        return slot;
      }
    }
    return NONE;
  }
}
