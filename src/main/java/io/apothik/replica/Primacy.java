package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Effect;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.SlotOwners;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node does for callers as the primary of one slot, for one term. Whatever is answered about
 * a key waits until the write that it speaks of is committed, so nothing is told that a failover
 * could take back; and nothing is answered without a lease, so no other primary has answered since.
 */
final class Primacy {
  private static final int UNKNOWN_WEIGHT = -1;

  private final Shard shard;
  private final Host host;
  private final Replication replication;

  /** Of entries with an idle time; where there are none, all slots share the map. */
  private Map<Bytes, Long> lastUses = Map.of();

  private boolean serving;
  private long servingSinceMillis;

  Primacy(Shard shard, SlotOwners owners, Host host) {
    this.shard = shard;
    this.host = host;
    this.replication = new Replication(shard, owners, host);
  }

  Shard shard() {
    return shard;
  }

  Replication replication() {
    return replication;
  }

  boolean isServing() {
    return serving;
  }

  /** Whether it may answer callers whose table is not too old. */
  boolean isAnswering(long nowMillis) {
    return serving
        && host.leases().hasQuorum(nowMillis)
        && host.leases().areHeldFrom(replication.required(), nowMillis);
  }

  /** Takes on the owners of another table, under which this node is still the primary. */
  void onOwners(SlotOwners owners, long nowMillis) {
    replication.onOwners(owners, nowMillis);
    if (serving) {
      replication.advance();
    }
  }

  /** Begins to serve: first completes what earlier primaries left undecided. */
  void serve(long nowMillis) {
    serving = true;
    servingSinceMillis = nowMillis;
    host.listeners().opened(shard.slot(), replication.term());
    if (replication.owners().beganEmpty() && replication.term() > 1) {
      // With the entries, it was lost which requests were applied.
      shard.forgotten(nowMillis);
    }
    shard.learned();
    replication.inherit(undecided(nowMillis), shard.settledBelow());
    shard.cells().forEach(cell -> tellEviction(cell, nowMillis));
    replication.advance();
  }

  private List<Write> undecided(long nowMillis) {
    List<Write> undecided = new ArrayList<>();
    for (Change change : shard.unsettled(nowMillis)) {
      Entry entry = shard.get(change.key());
      if (entry != null) {
        undecided.add(new Write(change.key(), entry, change.applied(), nowMillis));
      }
    }
    return undecided;
  }

  /** Serves no more: nobody knows yet what becomes of what is on its way. */
  void depose() {
    serving = false;
    leaveUndecided("slot %d got another primary meanwhile");
    replication.end();
    shard.cells().forEach(host.eviction()::removed);
  }

  /** This side of the cluster cannot complete what is on its way: its callers need not wait. */
  void standAlone() {
    leaveUndecided("the primary of slot %d lost the majority meanwhile");
  }

  private void leaveUndecided(String reason) {
    if (replication.size() > 0) {
      replication.abandon(failure(ErrorCode.UNDECIDED, reason.formatted(shard.slot())));
    }
  }

  /** Does what a caller asks, and answers when the answer holds. */
  void on(long call, SlotRequest message, long nowMillis) {
    Reply refusal = refusal(message, nowMillis);
    boolean write = message.request().operation().isWrite();
    Remembered known = write ? host.requests().find(shard, message.id()) : null;
    if (refusal != null) {
      host.perform(new Effect.Answer(call, refusal));
    } else if (message.request().operation() instanceof Transaction transaction) {
      Reply reply = known != null ? known.reply() : apply(transaction, message, nowMillis);
      replication.answerWhenAllCommitted(call, reply);
      replication.advance();
    } else if (known != null) {
      replication.answerWhenCommitted(message.request().key(), call, known.reply());
    } else {
      apply(call, message, nowMillis);
    }
  }

  private @Nullable Reply refusal(SlotRequest message, long nowMillis) {
    Reply refusal = refusal(message.epoch(), nowMillis);
    if (refusal != null || !message.request().operation().isWrite()) {
      return refusal;
    } else if (host.requests().hear(message.id(), message.answeredBelow(), nowMillis)) {
      return failure(ErrorCode.ANSWERED, "this was answered before");
    } else if (isTooOld(message, nowMillis)) {
      return failure(ErrorCode.UNDECIDED, "it is too late to tell whether this was applied");
    } else if (replication.size() >= Limits.IN_FLIGHT_WRITES_MAX) {
      return failure(
          ErrorCode.BUSY,
          "%d writes of slot %d are on their way".formatted(replication.size(), shard.slot()));
    }
    return null;
  }

  /**
   * Why this node may not speak of the slot now, or null if it may.
   *
   * @param epoch of the table by which it was asked
   */
  @Nullable Reply refusal(long epoch, long nowMillis) {
    if (epoch < replication.term()) {
      // It may be an attempt that went astray, to which another primary gave the answer.
      return failure(ErrorCode.NOT_OWNER, host.self() + " was not the owner at that time");
    } else if (!serving) {
      return failure(
          ErrorCode.NOT_READY, host.self() + " is taking slot " + shard.slot() + " over");
    } else if (!host.leases().hasQuorum(nowMillis)) {
      return failure(ErrorCode.NO_QUORUM, host.self() + " has no lease from a majority");
    } else if (!host.leases().areHeldFrom(replication.required(), nowMillis)) {
      return failure(
          ErrorCode.NOT_READY, host.self() + " has no lease from " + replication.required());
    }
    return null;
  }

  /** Whether the request may have been applied at a time that is forgotten here. */
  private boolean isTooOld(SlotRequest message, long nowMillis) {
    return message.ageMillis() > 0
        && nowMillis - message.ageMillis() <= host.requests().forgottenAtMillis(shard)
        && host.requests().find(shard, message.id()) == null;
  }

  private Reply failure(ErrorCode code, String reason) {
    return new Reply.Failure(code, reason, host.epoch());
  }

  private void apply(long call, SlotRequest message, long nowMillis) {
    Bytes key = message.request().key();
    Operation operation = message.request().operation();
    Cell cell = current(key, nowMillis);
    Entry current = cell == null ? null : entry(cell, operation);
    int weight =
        cell != null && operation.isWrite() && !cell.isMortal() ? cell.weight() : UNKNOWN_WEIGHT;
    Evaluation evaluation =
        Evaluation.of(message.request(), current, replication.nextVersion(), nowMillis);
    Entry written = evaluation.writtenOrNull();
    Version version = written == null ? Version.NONE : written.version();
    List<Applied> applied = remember(message, key, version, evaluation.reply(), nowMillis);
    if (written != null) {
      replication.begin(List.of(write(key, written, applied, weight, nowMillis)));
    } else if (cell != null && current != null) {
      used(key, cell, current, nowMillis);
    }
    host.tally().done(message.request(), evaluation.reply());
    replication.answerWhenCommitted(key, call, evaluation.reply());
    if (replication.size() > 0) {
      replication.advance();
    }
  }

  /** So that the request is not applied again should it come again. */
  private List<Applied> remember(
      SlotRequest message, Bytes key, Version version, Reply reply, long nowMillis) {
    if (!message.request().operation().isWrite() || !message.id().isNumbered()) {
      return List.of();
    }
    Applied applied = new Applied(key, message.id(), message.answeredBelow(), 0, version, reply);
    host.requests().remember(shard, applied, nowMillis);
    return List.of(applied);
  }

  private void used(Bytes key, Cell cell, Entry entry, long nowMillis) {
    noteUse(key, entry, nowMillis);
    host.eviction().used(cell);
  }

  /** The copies that know the last of its writes know all, and so know the request with that. */
  private Reply apply(Transaction transaction, SlotRequest message, long nowMillis) {
    transaction.keys().forEach(key -> current(key, nowMillis));
    TransactionEvaluation evaluation =
        new TransactionEvaluation(
            key -> taken(key, nowMillis), replication.nextVersion(), nowMillis);
    Reply reply = evaluation.run(transaction);
    List<Bytes> keys = List.copyOf(evaluation.written().keySet());
    Bytes last = keys.isEmpty() ? message.request().key() : keys.get(keys.size() - 1);
    Entry lastEntry = evaluation.written().get(last);
    Version version = lastEntry == null ? Version.NONE : lastEntry.version();
    List<Applied> applied = remember(message, last, version, reply, nowMillis);
    List<Write> writes = new ArrayList<>(keys.size());
    evaluation
        .written()
        .forEach(
            (key, entry) ->
                writes.add(
                    write(
                        key,
                        entry,
                        key.equals(last) ? applied : List.of(),
                        UNKNOWN_WEIGHT,
                        nowMillis)));
    replication.begin(writes);
    host.tally().done(message.request(), reply);
    return reply;
  }

  private @Nullable Entry taken(Bytes key, long nowMillis) {
    Cell cell = current(key, nowMillis);
    if (cell == null) {
      return null;
    }
    Entry entry = cell.entry();
    used(key, cell, entry, nowMillis);
    return entry;
  }

  private static Entry entry(Cell cell, Operation operation) {
    return operation.passesValueOn() ? cell.entry() : cell.entryInPlace();
  }

  /** What is there, if it is neither a tombstone nor expired; what is expired is written off. */
  private @Nullable Cell current(Bytes key, long nowMillis) {
    Cell cell = shard.find(key);
    if (cell == null || cell.isTombstone()) {
      return null;
    }
    if (isOver(key, cell, nowMillis)) {
      writeTombstone(key, nowMillis);
      return null;
    }
    return cell;
  }

  /** Takes away those of these keys whose time is over, as far as it keeps no caller waiting. */
  void writeOff(List<Bytes> keys, long nowMillis) {
    for (Bytes key : keys) {
      if (replication.size() < Limits.IN_FLIGHT_WRITES_MAX / 2) {
        current(key, nowMillis);
      }
    }
    replication.advance();
  }

  /** Whether there is an entry, and its time is not over. */
  boolean isLive(Bytes key, long nowMillis) {
    Cell cell = shard.find(key);
    return cell != null && isLive(key, cell, nowMillis);
  }

  /** Whether there is an entry in the key's cell, and its time is not over. */
  boolean isLive(Bytes key, Cell cell, long nowMillis) {
    return !cell.isTombstone() && !isOver(key, cell, nowMillis);
  }

  private boolean isOver(Bytes key, Cell cell, long nowMillis) {
    if (!cell.isMortal()) {
      return false;
    }
    Entry entry = cell.entryInPlace();
    if (entry.isExpired(nowMillis) || entry.maxIdleMillis() == 0) {
      return entry.isExpired(nowMillis);
    }
    long lastUse = lastUses.getOrDefault(key, servingSinceMillis);
    return nowMillis - lastUse >= entry.maxIdleMillis();
  }

  private void noteUse(Bytes key, Entry entry, long nowMillis) {
    if (entry.maxIdleMillis() != 0) {
      lastUses = lastUses.isEmpty() ? new HashMap<>() : lastUses;
      lastUses.put(key, nowMillis);
    } else if (!lastUses.isEmpty()) {
      lastUses.remove(key);
    }
  }

  /** Takes an entry away that has no room, or whose time is over. */
  void evict(Eviction.Victim victim, long nowMillis) {
    Bytes key = victim.key();
    Cell cell = shard.find(key);
    if (cell == null || cell.isTombstone()) {
      return;
    }
    if (victim.expired() && !isOver(key, cell, nowMillis)) {
      tellEviction(cell, nowMillis);
    } else {
      writeTombstone(key, nowMillis);
      replication.advance();
    }
  }

  private void writeTombstone(Bytes key, long nowMillis) {
    Entry tombstone = Entry.tombstone(replication.nextVersion());
    Write write = write(key, tombstone, List.of(), UNKNOWN_WEIGHT, nowMillis);
    replication.begin(List.of(write));
  }

  /**
   * Puts an entry in the place of what is there; other copies are still to be told.
   *
   * @param weight of what is there if eviction knows it as an entry without an end
   */
  private Write write(Bytes key, Entry entry, List<Applied> applied, int weight, long nowMillis) {
    Cell cell = shard.apply(key, entry);
    noteUse(key, entry, nowMillis);
    if (cell != null && cell.weight() == weight && !cell.isMortal() && !cell.isTombstone()) {
      host.eviction().used(cell);
    } else if (cell != null) {
      tellEviction(cell, nowMillis);
    }
    return new Write(key, entry, applied, nowMillis);
  }

  private void tellEviction(Cell cell, long nowMillis) {
    if (cell.isTombstone()) {
      host.eviction().removed(cell);
    } else {
      host.eviction().stored(shard, cell, cell.isMortal() ? leftMillis(cell, nowMillis) : 0);
    }
  }

  private static long leftMillis(Cell cell, long nowMillis) {
    Entry entry = cell.entryInPlace();
    long left = entry.ttlLeftMillis(nowMillis);
    long idle = entry.maxIdleMillis();
    return idle != 0 && (left == 0 || idle < left) ? idle : left;
  }
}
