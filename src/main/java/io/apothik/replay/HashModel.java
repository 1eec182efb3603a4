package io.apothik.replay;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A cluster in which a key's node is computed from the key and from who is there. Nodes know
 * nothing of each other, so entries stay where they were put.
 */
final class HashModel implements Model {
  /** How a key's node is computed, among some nodes, of which there is at least one. */
  interface Rule extends Function<List<NodeName>, Function<Bytes, NodeName>> {}

  private final Rule rule;
  private final List<NodeName> ring = new ArrayList<>();
  private final Map<NodeName, BitSet> held = new HashMap<>();
  private final List<List<NodeName>> homes = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param nodes that hold entries, at least one
   * @param counted who is counted as a node, too, and keeps nothing
   */
  HashModel(Rule rule, List<NodeName> nodes, List<NodeName> counted) {
    this.rule = rule;
    nodes.forEach(node -> held.put(node, new BitSet(Keys.COUNT)));
    ring.addAll(nodes);
    ring.addAll(counted);
    compute();
  }

  private void compute() {
    ring.sort(NodeName.BY_NUMBER);
    Function<Bytes, NodeName> node = rule.apply(List.copyOf(ring));
    homes.clear();
    for (int key = 0; key < Keys.COUNT; key++) {
      homes.add(List.of(node.apply(Keys.at(key))));
    }
  }

  @Override
  public void fill() {
    for (int key = 0; key < Keys.COUNT; key++) {
      BitSet keys = held.get(homes.get(key).get(0));
      if (keys != null) {
        keys.set(key);
      }
    }
  }

  @Override
  public void kill(NodeName node) {
    ring.remove(node);
    held.remove(node);
    compute();
  }

  @Override
  public void join(NodeName node) {
    ring.add(node);
    held.put(node, new BitSet(Keys.COUNT));
    compute();
  }

  @Override
  public List<NodeName> homes(int key) {
    return homes.get(key);
  }

  @Override
  public boolean holds(NodeName node, int key) {
    BitSet keys = held.get(node);
    return keys != null && keys.get(key);
  }

  @Override
  public int copied() {
    return 0;
  }
}
