package io.apothik.replica;

import io.apothik.message.Change;
import io.apothik.message.Change.Applied;
import io.apothik.message.Reply;
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
