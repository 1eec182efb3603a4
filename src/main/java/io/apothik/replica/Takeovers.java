package io.apothik.replica;

import io.apothik.message.Effect;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Term;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The slots that this node became primary of and does not serve yet. A new primary serves when the
 * one before has stopped, by its own word or because its lease is over, and when every other copy
 * in sync has said what it has that may not be on all copies.
 */
final class Takeovers {
  private static final long RESEND_MILLIS = 50;

  /** Those who have the table give their word unasked: only what is missing then is asked for. */
  private static final long UNASKED_MILLIS = 20;

  private static final class Pending {
    private final long term;
    private final Set<NodeName> unyielded;
    private final @Nullable NodeName predecessor;
    private final long freeAtMillis;
    private final long begunAtMillis;
    private boolean predecessorStopped;
    private long askAtMillis;

    /** Since when callers may come here, if they may. */
    private @Nullable Long routedAtMillis;

    /** By this node's clock, as far as the predecessor served and said when it stopped. */
    private @Nullable Long stoppedAtMillis;

    Pending(SlotOwners owners, @Nullable NodeName predecessor, long freeAtMillis, long nowMillis) {
      this.term = owners.term();
      this.unyielded = new HashSet<>(backups(owners));
      this.predecessor = predecessor;
      this.freeAtMillis = freeAtMillis;
      this.begunAtMillis = nowMillis;
      this.askAtMillis = nowMillis + UNASKED_MILLIS;
    }

    static List<NodeName> backups(SlotOwners owners) {
      return owners.backups().stream().map(Copy::node).toList();
    }

    boolean isOver(long nowMillis) {
      return unyielded.isEmpty() && (predecessorStopped || nowMillis >= freeAtMillis);
    }

    /** Those whose word is missing. */
    Set<NodeName> missing() {
      Set<NodeName> missing = new HashSet<>(unyielded);
      if (predecessor != null && !predecessorStopped) {
        missing.add(predecessor);
      }
      return missing;
    }

    boolean asks(NodeName node) {
      return unyielded.contains(node) || (node.equals(predecessor) && !predecessorStopped);
    }
  }

  private final Host host;
  private final Map<Integer, Pending> pending = new TreeMap<>();

  Takeovers(Host host) {
    this.host = host;
  }

  /** Begins to take over a slot for the term that it has in the table. */
  void begin(int slot, SlotTable previous, SlotTable table, long nowMillis) {
    SlotOwners owners = table.owners(slot);
    boolean seamless = table.epoch() == previous.epoch() + 1 && !previous.isEmpty();
    NodeName predecessor =
        seamless && !owners.beganEmpty() ? previous.owners(slot).primary().node() : null;
    pending.put(
        slot, new Pending(owners, predecessor, freeAt(predecessor, table, nowMillis), nowMillis));
  }

  /**
   * When the one that served before has certainly stopped. Who skipped a table does not know who
   * that was, and who begins empty made it no promise; but each had to renew its lease with some
   * node that voted for a later table, and that node granted it none any more.
   */
  private long freeAt(@Nullable NodeName predecessor, SlotTable table, long nowMillis) {
    if (table.epoch() == SlotTable.FIRST_EPOCH) {
      return nowMillis;
    }
    return predecessor == null
        ? nowMillis + Leases.LEASE_MILLIS
        : host.leases().grantedUntilMillis(predecessor);
  }

  void drop(int slot) {
    pending.remove(slot);
  }

  /** The same primary under another table: asks no more those that are not in sync any more. */
  void onOwners(int slot, SlotOwners owners) {
    Pending takeover = pending.get(slot);
    if (takeover != null) {
      takeover.unyielded.retainAll(Pending.backups(owners));
    }
  }

  /** Whether what a node said for that term is waited for. */
  boolean awaits(int slot, long term, NodeName node) {
    Pending takeover = pending.get(slot);
    return takeover != null && takeover.term == term && takeover.asks(node);
  }

  /** The node obeys the slot's term, and has said what it has. */
  void onYielded(Unsettled slot, NodeName node, long nowMillis) {
    Pending takeover = pending.get(slot.slot());
    if (takeover == null) {
      return;
    }
    takeover.unyielded.remove(node);
    if (node.equals(takeover.predecessor)) {
      takeover.predecessorStopped = true;
      if (slot.stoppedAgoMillis() != Unsettled.NOT_SERVED) {
        takeover.stoppedAtMillis = nowMillis - slot.stoppedAgoMillis();
      }
    }
  }

  /** From now on callers may come here for what this node takes over. */
  void onRouted(long nowMillis) {
    for (Pending takeover : pending.values()) {
      if (takeover.routedAtMillis == null) {
        takeover.routedAtMillis = nowMillis;
      }
    }
  }

  /**
   * This node serves the slot now. If the one before gave it up by its own word, that was a planned
   * move, and callers got no answer from its stop on; or from when on they came here, if that was
   * earlier.
   */
  void end(int slot, long nowMillis) {
    Pending takeover = pending.remove(slot);
    if (takeover != null && takeover.stoppedAtMillis != null) {
      long stopped = takeover.stoppedAtMillis;
      Long routed = takeover.routedAtMillis;
      long since = routed == null ? stopped : Math.min(routed, stopped);
      host.handovers().ended(slot, nowMillis - since);
    }
  }

  boolean isOver(int slot, long nowMillis) {
    Pending takeover = pending.get(slot);
    return takeover != null && takeover.isOver(nowMillis);
  }

  /** The slots that can be served now. */
  List<Integer> over(long nowMillis) {
    List<Integer> over = new ArrayList<>();
    pending.forEach(
        (slot, takeover) -> {
          if (takeover.isOver(nowMillis)) {
            over.add(slot);
          }
        });
    return over;
  }

  int size() {
    return pending.size();
  }

  /** Asks those whose word is missing, when it is time to. */
  void ask(long nowMillis) {
    Map<NodeName, List<Term>> questions = new LinkedHashMap<>();
    pending.forEach(
        (slot, takeover) -> {
          if (nowMillis >= takeover.askAtMillis) {
            takeover.askAtMillis = nowMillis + RESEND_MILLIS;
            Term term = new Term(slot, takeover.term);
            takeover.missing().forEach(node -> add(questions, node, term));
          }
        });
    questions.forEach(this::ask);
  }

  private static void add(Map<NodeName, List<Term>> questions, NodeName node, Term term) {
    questions.computeIfAbsent(node, absent -> new ArrayList<>()).add(term);
  }

  private void ask(NodeName node, List<Term> terms) {
    Takeover.of(host.self(), terms)
        .forEach(question -> host.perform(new Effect.Send(node, question)));
  }

  /** The nodes in sync that were asked at that time or before, and have not answered. */
  Collection<NodeName> silentSince(long begunUntilMillis) {
    Map<NodeName, Boolean> silent = new HashMap<>();
    for (Pending takeover : pending.values()) {
      if (takeover.begunAtMillis <= begunUntilMillis) {
        takeover.unyielded.forEach(node -> silent.put(node, true));
      }
    }
    return silent.keySet();
  }
}
