package io.apothik.replica;

import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The leases of one node, for all its event loops. Its first loop writes what others grant, and
 * what is granted to them; the others read. Who reads a moment too late sees a lease that ends
 * earlier than it does, or, of one that was granted, what was true when its table was installed.
 */
public final class LeaseBook {
  private record Held(String granter, long untilMillis) {}

  private final Map<NodeName, Held> held = new ConcurrentHashMap<>();
  private final Map<NodeName, Long> granted = new ConcurrentHashMap<>();
  private final AtomicLong growth = new AtomicLong();
  private final AtomicReferenceArray<Set<NodeName>> partners;
  private volatile long acceptedEpoch;

  /**
   * @param loops how many event loops the node has
   */
  public LeaseBook(int loops) {
    partners = new AtomicReferenceArray<>(loops);
    for (int loop = 0; loop < loops; loop++) {
      partners.set(loop, Set.of());
    }
  }

  /** Leases of processes that are no members any more are worth nothing. */
  void keepThose(SlotTable table) {
    held.entrySet()
        .removeIf(
            lease -> !table.isMember(new Incarnation(lease.getKey(), lease.getValue().granter())));
  }

  /** Another node granted a lease. */
  void held(Incarnation granter, long untilMillis) {
    Held before = held.get(granter.node());
    if (before == null || before.untilMillis() < untilMillis) {
      held.put(granter.node(), new Held(granter.id(), untilMillis));
      growth.incrementAndGet();
    }
  }

  /** Until when that node grants a lease. */
  long heldUntilMillis(NodeName node) {
    Held lease = held.get(node);
    return lease == null ? Long.MIN_VALUE : lease.untilMillis();
  }

  /** Another number whenever a lease that is held became longer. */
  long growth() {
    return growth.get();
  }

  /** That node was granted a lease. */
  void granted(NodeName node, long untilMillis) {
    granted.merge(node, untilMillis, Math::max);
  }

  /** Until when this node promised not to take over from that one. */
  long grantedUntilMillis(NodeName node) {
    return granted.getOrDefault(node, Long.MIN_VALUE);
  }

  /** This node votes for a table of this epoch. */
  void accepted(long epoch) {
    acceptedEpoch = Math.max(acceptedEpoch, epoch);
  }

  /** The newest table for which this node voted. */
  long acceptedEpoch() {
    return acceptedEpoch;
  }

  /** These nodes have copies of the slots of which this one has some on that loop. */
  void onPartners(int loop, Set<NodeName> nodes) {
    partners.set(loop, nodes);
  }

  /** Whether that node has copies of slots of which this one has some. */
  boolean isPartner(NodeName node) {
    for (int loop = 0; loop < partners.length(); loop++) {
      if (partners.get(loop).contains(node)) {
        return true;
      }
    }
    return false;
  }
}
