package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Effect;
import io.apothik.message.KeyTrace;
import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.message.PeerMessage;
import io.apothik.message.PeerMessage.Chunk;
import io.apothik.message.PeerMessage.ChunkAccepted;
import io.apothik.message.PeerMessage.Mark;
import io.apothik.message.PeerMessage.Part;
import io.apothik.message.PeerMessage.Replicate;
import io.apothik.message.PeerMessage.Replicated;
import io.apothik.message.PeerMessage.Takeover;
import io.apothik.message.PeerMessage.Term;
import io.apothik.message.PeerMessage.Unsettled;
import io.apothik.message.PeerMessage.Yielded;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.Copy;
import io.apothik.slot.CopyRole;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The copies that a node holds, and what it does as the holder of copies whose primary is another.
 *
 * <p>A primary's message concerns a certain term of a slot and a certain copy; where the table says
 * otherwise, it is passed over. So a primary that was replaced gets nothing acknowledged.
 */
final class Copies {
  private final Host host;
  private final Intake intake = new Intake();
  private final BySlot<Shard> shards = new BySlot<>();
  private final Partners partners = new Partners();
  private SlotTable table = SlotTable.NONE;
  private boolean member;
  private long heldSince;
  private boolean overrated;

  Copies(Host host) {
    this.host = host;
  }

  /**
   * Acts under another table.
   *
   * @param isMember whether it means this very process where it names this node
   */
  void install(SlotTable next, boolean isMember) {
    table = next;
    member = isMember;
    overrated = heldSince > 0 && next.allOwners().stream().anyMatch(this::isOverrated);
  }

  /**
   * Drops all copies, and will not believe a table that this node had any before that epoch: on the
   * way to that table they have another past.
   */
  void giveUp(long epoch) {
    shards.forEach(Shard::end);
    shards.clear();
    partners.clear();
    heldSince = epoch;
  }

  /**
   * The copy that this process has by what the table says of a slot, or null. A table that names an
   * earlier process of this name means that one's copies.
   */
  @Nullable Copy mine(SlotOwners owners) {
    Copy copy = member ? owners.copyOf(host.self()).orElse(null) : null;
    return copy == null || copy.since() < heldSince ? null : copy;
  }

  /** Whether the table says that this node has copies which it has not. */
  boolean areOverrated() {
    return overrated;
  }

  private boolean isOverrated(SlotOwners owners) {
    return member && mine(owners) == null && owners.copyOf(host.self()).isPresent();
  }

  /** All copies, in the order of their slots. */
  Iterable<Shard> all() {
    return shards;
  }

  /** How many there are. */
  int size() {
    return shards.size();
  }

  /**
   * What the copy of a slot has of a key.
   *
   * @param over whether the time of what is there is over, as this node is the one to know
   */
  KeyTrace trace(int slot, Bytes key, boolean over, long nowMillis) {
    Shard shard = shards.get(slot);
    Entry entry = shard == null ? null : shard.get(key);
    return entry == null ? KeyTrace.ABSENT : entry.toTrace(over, nowMillis);
  }

  /** What this process is to a slot. */
  CopyRole role(int slot) {
    return member && slot < table.slotCount()
        ? table.owners(slot).roleOf(host.self())
        : CopyRole.NONE;
  }

  /** The owners of a slot if this process has a backup of it, or null. */
  @Nullable SlotOwners ownersOfBackup(int slot) {
    SlotOwners owners = slot >= 0 && slot < table.slotCount() ? table.owners(slot) : null;
    if (owners == null || owners.isPrimary(host.self()) || owners.isLearner(host.self())) {
      return null;
    }
    return mine(owners) == null ? null : owners;
  }

  /** The nodes that have copies of the slots of which this one has some, itself included. */
  Set<NodeName> partners() {
    return partners.nodes();
  }

  /** The table gives a slot other owners, and this node has the copy that they say. */
  void onOwners(int slot) {
    partners.put(slot, shards.get(slot) != null ? table.owners(slot) : null);
  }

  /** This node's copy of a slot, or null. */
  @Nullable Shard shard(int slot) {
    return shards.get(slot);
  }

  void drop(int slot) {
    Shard shard = shards.get(slot);
    if (shard != null) {
      shard.end();
      shards.remove(slot);
    }
  }

  /**
   * The copy that the table means. A learner knows nothing that counts under another primary.
   *
   * @param isFirst whether this is the first table that this node has: a copy that began with the
   *     cluster may have been in sync in tables before it, but as this node said nothing under
   *     them, nothing was written
   */
  Shard shardOf(int slot, Copy mine, SlotOwners owners, boolean isFirst) {
    boolean learner = owners.isLearner(host.self());
    Shard shard = shards.get(slot);
    boolean same = shard != null && shard.since() == mine.since();
    if (shard != null && same && !(learner && shard.term() != owners.term())) {
      if (!learner) {
        shard.learned();
      }
      return shard;
    }
    boolean began = owners.isPrimary(host.self()) && owners.beganEmpty();
    if (!learner && !began && !(isFirst && mine.since() == SlotTable.FIRST_EPOCH)) {
      throw new IllegalStateException(
          "%s is in sync in slot %d without a copy: %s".formatted(host.self(), slot, owners));
    }
    drop(slot);
    Shard empty = new Shard(slot, mine.since(), owners.term(), learner, host.places());
    shards.put(slot, empty);
    return empty;
  }

  private void send(NodeName to, PeerMessage message) {
    host.perform(new Effect.Send(to, message));
  }

  /** The copy that a message of the slot's primary means, or null if the table says otherwise. */
  private @Nullable Shard shardFor(int slot, NodeName from, long term) {
    SlotOwners owners = slot < table.slotCount() ? table.owners(slot) : null;
    if (owners == null || term > owners.term()) {
      host.perform(
          new Effect.Send(from, new TableRequest(host.self(), table.epoch(), table.lineage())));
      return null;
    }
    return owners.term() == term && owners.isPrimary(from) ? shards.get(slot) : null;
  }

  void onReplicate(Replicate message, long nowMillis) {
    Shard shard = shardFor(message.slot(), message.from(), message.term());
    if (shard == null || shard.since() != message.since() || !shard.follows(message)) {
      return;
    }
    List<Version> versions = new ArrayList<>(message.changes().size());
    for (Change change : message.changes()) {
      apply(shard, change, nowMillis);
      versions.add(change.version());
    }
    shard.settle(message.settledBelow());
    send(
        message.from(),
        new Replicated(host.self(), message.slot(), message.term(), message.since(), versions));
  }

  /**
   * Takes in a write, unless it is on all copies already; but in any case the requests that come
   * with it, as the write may be on them from another message, without these.
   */
  void apply(Shard shard, Change change, long nowMillis) {
    if (!shard.isSettled(change.version())) {
      shard.apply(change.key(), Entry.of(change, nowMillis));
    }
    change.applied().forEach(request -> host.requests().remember(shard, request, nowMillis));
  }

  void onMark(NodeName from, Mark mark) {
    Shard shard = shardFor(mark.slot(), from, mark.term());
    if (shard != null) {
      shard.settle(mark.settledBelow());
    }
  }

  /**
   * Tells new primaries what they wait for, as soon as this node can: it is not known whether they
   * have the table already. Those that have not ask later.
   *
   * @param changed the slots of which the table says something else than the one before
   * @param previous the table before, or that of nobody if this process was no member
   */
  void yieldUnasked(int[] changed, SlotTable previous, long nowMillis) {
    Map<NodeName, List<Term>> terms = new LinkedHashMap<>();
    for (int slot : changed) {
      SlotOwners owners = table.owners(slot);
      SlotOwners before = previous.isEmpty() ? null : previous.owners(slot);
      boolean another = before == null || before.term() != owners.term();
      if (another && !owners.isPrimary(host.self()) && isWaitedFor(owners, before)) {
        terms
            .computeIfAbsent(owners.primary().node(), same -> new ArrayList<>())
            .add(new Term(slot, owners.term()));
      }
    }
    terms.forEach(
        (primary, all) ->
            Takeover.of(primary, all).forEach(takeover -> onTakeover(takeover, nowMillis)));
  }

  private boolean isWaitedFor(SlotOwners owners, @Nullable SlotOwners before) {
    return owners.roleOf(host.self()) == CopyRole.BACKUP
        || (before != null && before.isPrimary(host.self()));
  }

  void onTakeover(Takeover message, long nowMillis) {
    List<Unsettled> slots = new ArrayList<>();
    for (Term asked : message.terms()) {
      Shard shard = shardFor(asked.slot(), message.from(), asked.term());
      if (obeys(message.from(), asked)) {
        List<Change> changes =
            shard == null || shard.isLearning() ? List.of() : shard.unsettled(nowMillis);
        long stoppedAgo = host.handovers().stoppedAgoMillis(asked.slot(), asked.term(), nowMillis);
        slots.add(new Unsettled(asked.slot(), asked.term(), stoppedAgo, changes));
      }
    }
    if (!slots.isEmpty()) {
      send(message.from(), new Yielded(host.self(), slots));
    }
  }

  private boolean obeys(NodeName primary, Term asked) {
    return member
        && asked.slot() < table.slotCount()
        && table.owners(asked.slot()).term() == asked.term()
        && table.owners(asked.slot()).isPrimary(primary);
  }

  void onChunk(Chunk chunk, long nowMillis) {
    Intake.Turn turn = intake.turnOf(chunk);
    if (turn == Intake.Turn.NEXT) {
      if (!chunk.parts().stream().allMatch(part -> isMeant(part, chunk.from()))) {
        return;
      }
      chunk.parts().forEach(part -> fill(part, nowMillis));
      intake.taken(chunk);
    }
    if (turn != Intake.Turn.OUT_OF_TURN) {
      send(chunk.from(), new ChunkAccepted(host.self(), chunk.feed(), chunk.sequence()));
    }
  }

  private boolean isMeant(Part part, NodeName from) {
    Shard shard = shardFor(part.slot(), from, part.term());
    return shard != null && shard.since() == part.since();
  }

  private void fill(Part part, long nowMillis) {
    Shard shard = shards.get(part.slot());
    if (shard == null || !shard.isLearning()) {
      return;
    }
    for (Change change : part.changes()) {
      shard.fill(change.key(), Entry.of(change, nowMillis), part.settledBelow());
    }
    if (part.last()) {
      part.requests().forEach(request -> host.requests().remember(shard, request, nowMillis));
      if (part.forgottenAgoMillis() != Long.MAX_VALUE) {
        shard.forgotten(nowMillis - part.forgottenAgoMillis());
      }
      // Where nobody writes from now on, nobody would say so again.
      shard.settle(part.settledBelow());
      shard.learned();
    }
  }
}
