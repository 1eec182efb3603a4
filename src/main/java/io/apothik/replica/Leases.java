package io.apothik.replica;

import io.apothik.message.Limits;
import io.apothik.message.Settings;
import io.apothik.slot.Incarnation;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.Collection;
import java.util.Set;

/**
 * The leases that this node holds and those that it granted (Gray and Cheriton, "Leases", SOSP
 * 1989). Who grants one promises not to take over from the holder before it is over.
 *
 * <p>A primary may answer while every other copy in sync grants it a lease, and, where tables need
 * a majority, while a majority of the members does; and so may a backup ({@link StaleReads}). The
 * holder counts from the moment at which it asked, the granter from the moment at which it granted;
 * as clocks may run at different speeds, the holder's lease is {@link #DRIFT_PERCENT} % shorter.
 */
final class Leases {
  /** How long a lease is for who grants it. */
  static final long LEASE_MILLIS = Limits.LEASE_MILLIS;

  /** By how much the clocks of two nodes may differ in speed. */
  static final int DRIFT_PERCENT = 5;

  private static final long HELD_MILLIS = LEASE_MILLIS * (100 - DRIFT_PERCENT) / 100;

  /** A lease that is one of many is renewed when so much of it is left. */
  private static final long RENEW_MILLIS = LEASE_MILLIS / 4;

  private final Incarnation self;
  private final Settings settings;
  private final LeaseBook book;
  private final int loop;
  private SlotTable table = SlotTable.NONE;
  private long majorityUntilMillis = Long.MIN_VALUE;
  private long countedGrowth;
  private long countedAccepted;

  /**
   * @param loop the event loop whose copies they are for
   */
  Leases(Incarnation self, Settings settings, LeaseBook book, int loop) {
    this.self = self;
    this.settings = settings;
    this.book = book;
    this.loop = loop;
  }

  void install(SlotTable next) {
    table = next;
    if (loop == 0) {
      book.keepThose(next);
    }
    countMajority();
  }

  /** These nodes have copies of the slots of which this one has some. */
  void onPartners(Set<NodeName> nodes) {
    book.onPartners(loop, nodes);
  }

  /** Whether that node has copies of slots of which this one has some, on any loop. */
  boolean isPartner(NodeName node) {
    return book.isPartner(node);
  }

  /** This node voted for a table of this epoch: who has an older one gets no lease any more. */
  void onAccepted(long epoch) {
    book.accepted(epoch);
  }

  /** Whether a lease is granted to a process with the given table; if so, it counts from now on. */
  boolean grant(Incarnation process, long epoch, long nowMillis) {
    if (epoch < Math.max(book.acceptedEpoch(), table.epoch()) || !table.isMember(process)) {
      return false;
    }
    book.granted(process.node(), nowMillis + LEASE_MILLIS);
    return true;
  }

  /** Until when this node promised not to take over from that one. */
  long grantedUntilMillis(NodeName node) {
    return book.grantedUntilMillis(node);
  }

  /** Another node granted what was asked for at that time. */
  void onGranted(Incarnation granter, long askedAtMillis) {
    if (table.isMember(granter)) {
      book.held(granter, askedAtMillis + HELD_MILLIS);
    }
  }

  /** Whether that node's lease is over, or is so before it is asked next but one. */
  boolean isRunningOut(NodeName node, long nowMillis) {
    return book.heldUntilMillis(node) < nowMillis + RENEW_MILLIS;
  }

  /**
   * Whether nodes have to be heard of four times a second though no slot needs their lease: where
   * no majority binds, who is silent for a second does not count.
   */
  boolean areAllNeeded() {
    return !settings.needsMajority(table.members().size());
  }

  /** Whether each of these nodes grants a lease now. */
  boolean areHeldFrom(Collection<NodeName> nodes, long nowMillis) {
    for (NodeName node : nodes) {
      if (book.heldUntilMillis(node) <= nowMillis) {
        return false;
      }
    }
    return true;
  }

  /** Whether enough of the members grant a lease now. */
  boolean hasQuorum(long nowMillis) {
    if (!settings.needsMajority(table.members().size())) {
      return true;
    }
    // What was granted since can only have made it longer: it matters when it seems to be over.
    boolean mayBeLonger = majorityUntilMillis <= nowMillis && countedGrowth != book.growth();
    if (mayBeLonger || countedAccepted != book.acceptedEpoch()) {
      countMajority();
    }
    return majorityUntilMillis > nowMillis;
  }

  /** The moment up to which a majority, this node included, has granted a lease. */
  private void countMajority() {
    countedGrowth = book.growth();
    countedAccepted = book.acceptedEpoch();
    long[] until =
        table.members().stream()
            .mapToLong(
                member ->
                    member.equals(self) ? ownUntilMillis() : book.heldUntilMillis(member.node()))
            .sorted()
            .toArray();
    int majority = until.length / 2 + 1;
    majorityUntilMillis = until.length == 0 ? Long.MIN_VALUE : until[until.length - majority];
  }

  /** Who voted for a table that it does not have yet cannot tell whether it is replaced. */
  private long ownUntilMillis() {
    return countedAccepted > table.epoch() ? Long.MIN_VALUE : Long.MAX_VALUE;
  }
}
