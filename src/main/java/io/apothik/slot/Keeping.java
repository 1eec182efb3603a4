package io.apothik.slot;

import io.apothik.slot.Layout.Existing;
import java.util.Arrays;

/**
 * Lays out the copies that exist. Where there are more than wanted, as when newcomers are learning,
 * learners stay, and so much is given up of each node, in each role, as it has too much.
 */
final class Keeping {
  private static final int CLASH = 1 << 24;

  private final Layout layout;
  private final Quotas quotas;
  private final int[] asPrimary;
  private final int[] asBackup;
  private final int[][] kept;

  Keeping(Layout layout, Quotas quotas) {
    this.layout = layout;
    this.quotas = quotas;
    this.asPrimary = new int[layout.nodes()];
    this.asBackup = new int[layout.nodes()];
    this.kept = new int[layout.slots()][];
  }

  void keep() {
    for (int slot = 0; slot < kept.length; slot++) {
      count(layout.existing(slot));
    }
    for (int slot = 0; slot < kept.length; slot++) {
      kept[slot] = choose(layout.existing(slot));
      if (keepsPrimary(slot)) {
        lay(slot, 0);
      }
    }
    for (int slot = 0; slot < kept.length; slot++) {
      if (!keepsPrimary(slot) && kept[slot].length > 0) {
        lay(slot, heir(slot));
      }
    }
  }

  private void count(Existing existing) {
    for (int i = 0; i < existing.nodes().length; i++) {
      roleCount(existing, i)[existing.nodes()[i]]++;
    }
  }

  private int[] roleCount(Existing existing, int index) {
    return index == 0 && existing.hasPrimary() ? asPrimary : asBackup;
  }

  private int[] choose(Existing existing) {
    int surplus = existing.nodes().length - layout.width();
    if (surplus <= 0) {
      return existing.nodes();
    }
    int[] nodes = existing.nodes().clone();
    for (; surplus > 0; surplus--) {
      int worst = mostDispensable(existing, nodes);
      roleCount(existing, worst)[nodes[worst]]--;
      nodes[worst] = Layout.VACANT;
    }
    return Arrays.stream(nodes).filter(node -> node != Layout.VACANT).toArray();
  }

  private int mostDispensable(Existing existing, int[] nodes) {
    int worst = -1;
    int most = 0;
    for (int i = 0; i < nodes.length; i++) {
      if (nodes[i] == Layout.VACANT || (i >= existing.inSync() && worst >= 0)) {
        continue;
      }
      int excess = CLASH * layout.clashes(nodes, i) + excess(existing, i);
      if (worst < 0 || excess > most) {
        worst = i;
        most = excess;
      }
    }
    return worst;
  }

  /** How much more than its share the node has, in that role and altogether. */
  private int excess(Existing existing, int index) {
    int node = existing.nodes()[index];
    int inRole =
        index == 0 && existing.hasPrimary()
            ? asPrimary[node] - quotas.primaries().floor()
            : asBackup[node] - quotas.backups().floor();
    return Math.min(inRole, asPrimary[node] + asBackup[node] - quotas.copies().floor());
  }

  private boolean keepsPrimary(int slot) {
    Existing existing = layout.existing(slot);
    return existing.hasPrimary() && kept[slot].length > 0 && kept[slot][0] == existing.nodes()[0];
  }

  /** Where in the kept nodes the one with the fewest primaries is that can follow the primary. */
  private int heir(int slot) {
    Existing existing = layout.existing(slot);
    int[] nodes = kept[slot];
    // Of a slot without a primary only those in sync can be the next, if there are any.
    boolean atOnce = !existing.hasPrimary() && existing.hasInSync(nodes[0]);
    int heir = 0;
    for (int i = 1; i < nodes.length; i++) {
      if ((!atOnce || existing.hasInSync(nodes[i]))
          && layout.primaries(nodes[i]) < layout.primaries(nodes[heir])) {
        heir = i;
      }
    }
    return heir;
  }

  private void lay(int slot, int heir) {
    int[] nodes = kept[slot];
    layout.put(slot, 0, nodes[heir]);
    for (int i = 0, place = 1; i < nodes.length; i++) {
      if (i != heir) {
        layout.put(slot, place++, nodes[i]);
      }
    }
  }
}
