package io.apothik.replay;

import io.apothik.message.KeyRequest;
import io.apothik.message.KeyTrace;
import io.apothik.message.Reply;
import io.apothik.message.Settings;
import io.apothik.sim.SimulatedCluster;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotTable;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A cluster with a slot table and a backup of each slot: the real core, in virtual time. Whatever
 * has to move has moved when a method returns.
 */
final class SlotModel implements Model {
  private static final long SEED = 1;
  private static final long SETTLE_MILLIS_MAX = 120_000;

  private static final int[] SLOTS =
      IntStream.range(0, Keys.COUNT)
          .map(key -> Placement.SLOTS.slotOf(Keys.at(key), Placement.Slots.COUNT))
          .toArray();

  /** Of two nodes one may die, too: no majority is left then, and none is needed. */
  private static final Settings SETTINGS = new Settings(Placement.SLOTS, 1, Settings.Quorum.NONE);

  private final SimulatedCluster cluster =
      new SimulatedCluster(SEED, SETTINGS, Placement.Slots.COUNT);

  /** Which keys each node holds, by index. */
  private Map<NodeName, BitSet> held = Map.of();

  private SlotTable table = SlotTable.NONE;
  private int copied;

  /** An empty one. */
  SlotModel(List<NodeName> nodes) {
    cluster.start(nodes);
    settle();
  }

  @Override
  public void fill() {
    List<KeyRequest> puts =
        IntStream.range(0, Keys.COUNT)
            .mapToObj(key -> KeyRequest.put(Keys.at(key), Bytes.utf8(Integer.toString(key + 1))))
            .toList();
    for (Reply reply : cluster.ask(puts)) {
      if (reply instanceof Reply.Failure failure) {
        throw new IllegalStateException("a put failed on a good network: " + failure);
      }
    }
    held = look();
  }

  @Override
  public void kill(NodeName node) {
    cluster.kill(node);
    settle();
  }

  @Override
  public void join(NodeName node) {
    cluster.start(node);
    settle();
  }

  private void settle() {
    if (!cluster.settle(SETTLE_MILLIS_MAX)) {
      throw new IllegalStateException("slots still move after %d ms".formatted(SETTLE_MILLIS_MAX));
    }
    table = cluster.table();
    Map<NodeName, BitSet> before = held;
    held = look();
    held.forEach(
        (node, keys) -> {
          BitSet came = (BitSet) keys.clone();
          came.andNot(before.getOrDefault(node, new BitSet()));
          copied += came.cardinality();
        });
  }

  private Map<NodeName, BitSet> look() {
    Map<NodeName, BitSet> found = new HashMap<>();
    for (NodeName node : cluster.nodes()) {
      BitSet keys = new BitSet(Keys.COUNT);
      IntStream.range(0, Keys.COUNT)
          .filter(key -> cluster.trace(node, Keys.at(key)).kind() == KeyTrace.Kind.PRESENT)
          .forEach(keys::set);
      found.put(node, keys);
    }
    return found;
  }

  @Override
  public List<NodeName> homes(int key) {
    return table.owners(SLOTS[key]).inSync().stream().map(Copy::node).toList();
  }

  @Override
  public boolean holds(NodeName node, int key) {
    BitSet keys = held.get(node);
    return keys != null && keys.get(key);
  }

  @Override
  public int copied() {
    return copied;
  }
}
