package io.apothik.slot;

import io.apothik.slot.Layout.Existing;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/** Shifts copies along chains of nodes, each of which passes on as much as it gets. */
final class CopyChains {
  private final Layout layout;
  private final Quotas quotas;
  private final CopySteps steps;
  private final boolean moving;

  /** The slots in which a copy may be passed on: of each node a part of one row. */
  private int[] slots = new int[0];

  private int[] begins = new int[0];

  /**
   * @param moving whether copies may move, where else only another choice is made among those that
   *     exist, or for those that do not exist yet
   */
  CopyChains(Layout layout, Quotas quotas, CopySteps steps, boolean moving) {
    this.layout = layout;
    this.quotas = quotas;
    this.steps = steps;
    this.moving = moving;
  }

  /** Goes on until all is level, or nothing more can be done. */
  void level() {
    for (Scales scales = quotas.copyScales(layout);
        !scales.areLevel();
        scales = quotas.copyScales(layout)) {
      list();
      List<int[]> chains =
          Chains.cheapest(layout.nodes(), scales::gives, scales::takes, this::steps);
      if (chains.isEmpty()) {
        return;
      }
      for (int[] chain : chains) {
        follow(chain, scales);
      }
    }
  }

  private void list() {
    begins = new int[layout.nodes() + 1];
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (moving || layout.isOpen(slot)) {
        for (int node : layout.row(slot)) {
          begins[node + 1]++;
        }
      }
    }
    for (int node = 0; node < layout.nodes(); node++) {
      begins[node + 1] += begins[node];
    }
    slots = new int[begins[layout.nodes()]];
    int[] next = begins.clone();
    for (int slot = 0; slot < layout.slots(); slot++) {
      if (moving || layout.isOpen(slot)) {
        for (int node : layout.row(slot)) {
          slots[next[node]++] = slot;
        }
      }
    }
  }

  private void steps(int from, Chains chains) {
    int[] cheaply = within(from, CopySteps.FREE, chains);
    int[] byMoving = moving ? within(from, CopySteps.MOVE, chains) : new int[0];
    for (int i = begins[from]; i < begins[from + 1]; i++) {
      int slot = slots[i];
      Existing existing = layout.existing(slot);
      int place = layout.placeOf(slot, from);
      if (existing.has(from)) {
        steps(slot, place, existing.nodes(), chains);
        steps(slot, place, byMoving, chains);
      } else {
        steps(slot, place, cheaply, chains);
      }
    }
  }

  private void steps(int slot, int place, int[] takers, Chains chains) {
    for (int to : takers) {
      if (chains.isCheaper(to, CopySteps.FREE) && !layout.holds(slot, to)) {
        chains.step(to, steps.cost(slot, place, to));
      }
    }
  }

  /** To whom a step of that cost would be a cheaper way than any so far. */
  private int[] within(int from, int cost, Chains chains) {
    int[] within = new int[layout.nodes()];
    int count = 0;
    for (int to = 0; to < layout.nodes(); to++) {
      if (to != from && chains.isCheaper(to, cost)) {
        within[count++] = to;
      }
    }
    return Arrays.copyOf(within, count);
  }

  private void follow(int[] chain, Scales scales) {
    int count = Math.min(scales.surplus(chain[0]), scales.room(chain[chain.length - 1]));
    for (int i = 1; i < chain.length; i++) {
      count = Math.min(count, cheapest(chain[i - 1], chain[i]));
    }
    for (int i = 1; i < chain.length; i++) {
      shift(chain[i - 1], chain[i], count);
    }
  }

  private boolean canPassOn(int slot, int from, int to) {
    return layout.holds(slot, from)
        && !layout.holds(slot, to)
        && (moving || steps.isFree(slot, from, to));
  }

  /** How many copies the one node can pass on to the other for the least that this costs. */
  private int cheapest(int from, int to) {
    int least = Integer.MAX_VALUE;
    int count = 0;
    for (int i = begins[from]; i < begins[from + 1]; i++) {
      int slot = slots[i];
      if (canPassOn(slot, from, to)) {
        int cost = steps.cost(slot, layout.placeOf(slot, from), to);
        count = cost < least ? 1 : cost == least ? count + 1 : count;
        least = Math.min(least, cost);
      }
    }
    return count;
  }

  /** A copy that one node may pass on to another. */
  private record Offer(int slot, long score) implements Comparable<Offer> {
    @Override
    public int compareTo(Offer other) {
      int better = Long.compare(score, other.score);
      return better != 0 ? better : Integer.compare(slot, other.slot);
    }
  }

  /**
   * Lets one node pass on to another so many copies, those that cost the least and suit it best.
   * Each makes others suit it less, never more, so that only the best one has to be looked at
   * again; and those that suit it a little less are as good, or else all that are alike would have
   * to be looked at again each time.
   */
  private void shift(int from, int to, int count) {
    PriorityQueue<Offer> offers = new PriorityQueue<>();
    for (int i = begins[from]; i < begins[from + 1]; i++) {
      if (canPassOn(slots[i], from, to)) {
        offers.add(new Offer(slots[i], score(slots[i], from, to)));
      }
    }
    int little = layout.pairsMax() / CopyLevelling.ROUNDS;
    for (int left = count; left > 0; ) {
      int slot = offers.remove().slot();
      Offer now = new Offer(slot, score(slot, from, to));
      Offer next = offers.peek();
      if (next == null || now.score() <= next.score() + little) {
        layout.put(slot, layout.placeOf(slot, from), to);
        left--;
      } else {
        offers.add(now);
      }
    }
  }

  private long score(int slot, int from, int to) {
    int place = layout.placeOf(slot, from);
    return ((long) steps.cost(slot, place, to) << 32) + steps.discomfort(slot, place, to);
  }
}
