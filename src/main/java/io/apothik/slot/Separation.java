package io.apothik.slot;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts copies of one slot on different hosts by exchanging holders between slots, where that moves
 * nothing: among copies that do not exist yet, or that exist in both. Every node keeps as much as
 * it had in either role.
 */
final class Separation {
  /** After so many fruitless searches the rest is left as it is: balance does not allow better. */
  private static final int HOPELESS_MAX = 16;

  private record Hopeless(List<Integer> row, int place) {}

  private final Layout layout;
  private final Set<Hopeless> hopeless = new HashSet<>();

  /** Whom it would relieve to hold the slot in question. */
  private final boolean[] relieves;

  /** Where the last search ended, and the next one begins: slots that are alike often follow. */
  private int cursor;

  Separation(Layout layout) {
    this.layout = layout;
    this.relieves = new boolean[layout.nodes()];
  }

  void separate() {
    for (int slot = 0; layout.hosts() > 1 && slot < layout.slots(); slot++) {
      for (int place = 0; layout.isOpen(slot) && place < layout.width(); place++) {
        if (layout.clashes(slot, place, layout.at(slot, place)) > layout.clashesMin(slot, place)) {
          separate(slot, place);
        }
      }
    }
  }

  private void separate(int slot, int place) {
    if (hopeless.size() == HOPELESS_MAX || !canBeRelieved(slot, place)) {
      return;
    }
    // Slots that look alike have nearly the same chances.
    Hopeless key = new Hopeless(Arrays.stream(layout.row(slot)).boxed().toList(), place);
    if (!hopeless.contains(key) && !exchange(slot, place)) {
      hopeless.add(key);
    }
  }

  /** Whether anybody shares its host with fewer of the slot's other holders. */
  private boolean canBeRelieved(int slot, int place) {
    int clashes = layout.clashes(slot, place, layout.at(slot, place));
    boolean can = false;
    for (int node = 0; node < relieves.length; node++) {
      relieves[node] = layout.clashes(slot, place, node) < clashes && !layout.holds(slot, node);
      can |= relieves[node];
    }
    return can;
  }

  private boolean exchange(int slot, int place) {
    for (int i = 0; i < layout.slots(); i++) {
      for (int there = 0; there < layout.width(); there++) {
        if (relieves[layout.at(cursor, there)]
            && canExchange(slot, place, cursor, there)
            && gain(slot, place, cursor, there) > 0) {
          exchange(slot, place, cursor, there);
          return true;
        }
      }
      cursor = cursor + 1 == layout.slots() ? 0 : cursor + 1;
    }
    return false;
  }

  private boolean canExchange(int slot, int place, int other, int there) {
    int mine = layout.at(slot, place);
    int theirs = layout.at(other, there);
    return (place == 0) == (there == 0)
        && !layout.holds(other, mine)
        && missing(slot, theirs) + missing(other, mine)
            <= missing(slot, mine) + missing(other, theirs);
  }

  private int missing(int slot, int node) {
    return layout.existing(slot).has(node) ? 0 : 1;
  }

  private int gain(int slot, int place, int other, int there) {
    int mine = layout.at(slot, place);
    int theirs = layout.at(other, there);
    return layout.clashes(slot, place, mine)
        + layout.clashes(other, there, theirs)
        - layout.clashes(slot, place, theirs)
        - layout.clashes(other, there, mine);
  }

  private void exchange(int slot, int place, int other, int there) {
    int mine = layout.at(slot, place);
    layout.put(slot, place, layout.at(other, there));
    layout.put(other, there, mine);
  }
}
