package io.apothik.slot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the next slot table: a pure function of the current one and of who is there.
 *
 * <p>Its laws: in a table where nothing moves any more, slots per node differ by at most one; a
 * balanced table is a fixed point; a join moves slots to the newcomer alone, a departure moves only
 * what the departed held; a slot that is moving already keeps its destination unless balance asks
 * otherwise. A slot with a live primary never changes hands at once: its next owner first becomes
 * its learner, and serves it only in a later table, when everything has been handed over.
 */
public final class Planner {
  private final int slotCount;

  /**
   * @param slotCount how many slots a table has
   */
  public Planner(int slotCount) {
    this.slotCount = slotCount;
  }

  /**
   * The table that should follow.
   *
   * @param table the current table, or {@link SlotTable#NONE}
   * @param live the cache nodes that are there, in any fixed order; it decides between equals
   * @param leaving those of them that are to hold nothing any more
   * @param handedOver what primaries said under the current table; older words are passed over
   * @return a table with the next epoch, or the given table itself if nothing should change
   */
  public SlotTable plan(
      SlotTable table,
      List<NodeName> live,
      Set<NodeName> leaving,
      Collection<HandedOver> handedOver) {
    if (live.isEmpty()) {
      return table;
    }
    List<@Nullable SlotOwners> current = promoted(table, live, handedOver);
    List<NodeName> staying = live.stream().filter(node -> !leaving.contains(node)).toList();
    NodeName[] destinations = destinations(current, staying.isEmpty() ? live : staying);
    long epoch = table.epoch() + 1;
    SlotTable next = SlotTable.of(epoch, owners(current, destinations, live, epoch));
    return next.sameOwners(table) ? table : next;
  }

  /** The owners once learners serve what they hold; a learner that is gone holds nothing. */
  private List<@Nullable SlotOwners> promoted(
      SlotTable table, List<NodeName> live, Collection<HandedOver> handedOver) {
    List<@Nullable SlotOwners> owners = new ArrayList<>(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      owners.add(table.isEmpty() ? null : table.owners(slot));
    }
    for (HandedOver done : handedOver) {
      if (done.epoch() == table.epoch() && live.contains(done.to())) {
        done.slots().stream()
            .filter(slot -> slot < slotCount)
            .filter(slot -> table.owners(slot).isMoving(done.from(), done.to()))
            .forEach(
                slot -> owners.set(slot, SlotOwners.of(done.to(), table.owners(slot).origin())));
      }
    }
    return owners;
  }

  /** Who is to serve each slot in the end: balanced, and as near as can be to what is planned. */
  private NodeName[] destinations(List<@Nullable SlotOwners> current, List<NodeName> nodes) {
    NodeName[] destinations = new NodeName[slotCount];
    Map<NodeName, Integer> quota = quotas(current, nodes);
    Deque<Integer> homeless = new ArrayDeque<>();
    for (int slot = 0; slot < slotCount; slot++) {
      NodeName planned = plannedOwner(current.get(slot), quota.keySet());
      if (planned != null && quota.merge(planned, -1, Integer::sum) >= 0) {
        destinations[slot] = planned;
      } else {
        homeless.add(slot);
      }
    }
    for (NodeName node : nodes) {
      for (int free = quota.getOrDefault(node, 0); free > 0; free--) {
        destinations[homeless.remove()] = node;
      }
    }
    return destinations;
  }

  /** The share of each node; those that have the most already get what does not divide evenly. */
  private Map<NodeName, Integer> quotas(List<@Nullable SlotOwners> current, List<NodeName> nodes) {
    Map<NodeName, Integer> planned = new HashMap<>();
    Set<NodeName> known = new HashSet<>(nodes);
    for (SlotOwners owners : current) {
      NodeName owner = plannedOwner(owners, known);
      if (owner != null) {
        planned.merge(owner, 1, Integer::sum);
      }
    }
    List<NodeName> fullestFirst = new ArrayList<>(nodes);
    fullestFirst.sort(
        Comparator.comparingInt((NodeName node) -> planned.getOrDefault(node, 0)).reversed());
    Map<NodeName, Integer> quotas = new HashMap<>();
    for (int i = 0; i < fullestFirst.size(); i++) {
      int share = slotCount / nodes.size() + (i < slotCount % nodes.size() ? 1 : 0);
      quotas.put(fullestFirst.get(i), share);
    }
    return quotas;
  }

  private static @Nullable NodeName plannedOwner(@Nullable SlotOwners owners, Set<NodeName> nodes) {
    if (owners == null) {
      return null;
    }
    if (nodes.contains(owners.destination())) {
      return owners.destination();
    }
    return nodes.contains(owners.primary()) ? owners.primary() : null;
  }

  private List<SlotOwners> owners(
      List<@Nullable SlotOwners> current,
      NodeName[] destinations,
      List<NodeName> live,
      long epoch) {
    Set<NodeName> alive = new HashSet<>(live);
    Map<SlotOwners, SlotOwners> shared = new HashMap<>();
    List<SlotOwners> next = new ArrayList<>(slotCount);
    for (int slot = 0; slot < slotCount; slot++) {
      SlotOwners owners = current.get(slot);
      NodeName destination = destinations[slot];
      // Whatever was in the slot died with its primary, or it never had one.
      boolean empty = owners == null || !alive.contains(owners.primary());
      NodeName primary = empty ? destination : owners.primary();
      NodeName learner = primary.equals(destination) ? null : destination;
      SlotOwners planned = new SlotOwners(primary, learner, empty ? epoch : owners.origin());
      next.add(shared.computeIfAbsent(planned, same -> same));
    }
    return next;
  }
}
