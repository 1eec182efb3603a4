package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.SlotEvent;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;
import java.util.ArrayList;
import java.util.List;

/** A write that is on its way from a primary to the other copies. */
final class Write implements Window.Item {
  /** A call whose answer holds once the write is on all copies in sync. */
  record Waiting(long call, Reply reply) {}

  private final Bytes key;
  private final Entry entry;
  private final List<Applied> applied;

  /** Without repetitions; of two or three, a list is the faster set. */
  private final List<NodeName> missing = new ArrayList<>(2);

  private List<Waiting> waiting = List.of();
  private final long begunAtMillis;
  private long sentAtMillis;
  private boolean committed;
  private boolean withNext;

  Write(Bytes key, Entry entry, List<Applied> applied, long nowMillis) {
    this.key = key;
    this.entry = entry;
    this.applied = applied;
    this.begunAtMillis = nowMillis;
    this.sentAtMillis = nowMillis;
  }

  Bytes key() {
    return key;
  }

  Version version() {
    return entry.version();
  }

  @Override
  public long major() {
    return version().term();
  }

  @Override
  public long minor() {
    return version().counter();
  }

  Change toChange(long nowMillis) {
    long ago = nowMillis - begunAtMillis;
    List<Applied> aged =
        ago == 0 ? applied : applied.stream().map(request -> request.aged(ago)).toList();
    return entry.toChange(key, aged, nowMillis);
  }

  /** What those who listen are told of it. */
  SlotEvent.Changed toEvent(int slot) {
    return new SlotEvent.Changed(slot, key, version(), !entry.isTombstone());
  }

  /** Copies take in this one and the next, or none of the two. */
  void goesWithNext() {
    withNext = true;
  }

  /** The first of these, as many as one message should hold, and what goes with them. */
  static List<Write> first(List<Write> writes) {
    int count = 0;
    boolean more = true;
    for (long bytes = 0; more && count < writes.size(); count++) {
      bytes += writes.get(count).weight();
      more = bytes < Limits.CHUNK_BYTES_FULL || writes.get(count).withNext;
    }
    return writes.subList(0, count);
  }

  static List<Change> toChanges(List<Write> writes, long nowMillis) {
    return writes.size() == 1
        ? List.of(writes.get(0).toChange(nowMillis))
        : writes.stream().map(write -> write.toChange(nowMillis)).toList();
  }

  /** How many bytes it takes, about. */
  long weight() {
    return entry.weight(key);
  }

  /** The nodes that have not acknowledged it yet. */
  List<NodeName> missing() {
    return missing;
  }

  /** That node has to acknowledge it, too. */
  void miss(NodeName node) {
    if (!missing.contains(node)) {
      missing.add(node);
    }
  }

  boolean isCommitted() {
    return committed;
  }

  /** Every copy in sync has it: what was said about it holds. */
  List<Waiting> commit() {
    committed = true;
    return takeWaiting();
  }

  List<Waiting> takeWaiting() {
    List<Waiting> taken = waiting;
    waiting = List.of();
    return taken;
  }

  void await(long call, Reply reply) {
    if (waiting.isEmpty()) {
      waiting = new ArrayList<>(1);
    }
    waiting.add(new Waiting(call, reply));
  }

  long begunAtMillis() {
    return begunAtMillis;
  }

  long sentAtMillis() {
    return sentAtMillis;
  }

  void sentAgain(long nowMillis) {
    sentAtMillis = nowMillis;
  }
}
