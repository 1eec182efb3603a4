package io.apothik.replica;

import io.apothik.message.Cursor;
import io.apothik.message.Effect;
import io.apothik.message.Limits;
import io.apothik.message.NodeMessage.SlotScan;
import io.apothik.message.Reply;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One message of a scan on its way through the slots of a node, until it has enough. */
final class Walk {
  private final SlotScan scan;
  private final Primacies primacies;
  private final IntFunction<Reply> notOwner;
  private final Consumer<Effect> out;
  private final List<Reply.Key> keys = new ArrayList<>();
  private @Nullable Bytes afterOrNull;
  private Cursor at = Cursor.START;
  private int slotsDone;
  private int looks;
  private long bytes;

  /**
   * @param notOwner what is said of a slot of which this node is no primary
   * @param out takes the answer
   */
  Walk(SlotScan scan, Primacies primacies, IntFunction<Reply> notOwner, Consumer<Effect> out) {
    this.scan = scan;
    this.primacies = primacies;
    this.notOwner = notOwner;
    this.out = out;
    this.afterOrNull = scan.afterOrNull();
  }

  /** Goes through the slots as far as this node serves them, and answers the call. */
  void answer(long call, long nowMillis) {
    for (int slot : scan.slots().stream().toArray()) {
      Primacy primacy = primacies.get(slot);
      if (primacy == null) {
        out.accept(new Effect.Answer(call, pageBefore(notOwner.apply(slot))));
        return;
      }
      Reply refusal = primacy.refusal(scan.epoch(), nowMillis);
      if (refusal != null) {
        out.accept(new Effect.Answer(call, pageBefore(refusal)));
        return;
      }
      through(primacy, nowMillis);
      // The answer waits, like any, until what it speaks of is committed: in this slot alone.
      if (isFull() || !primacy.replication().isCommitted()) {
        primacy.replication().answerWhenAllCommitted(call, page());
        return;
      }
    }
    out.accept(new Effect.Answer(call, page()));
  }

  /** Goes through a slot, to its end or until it has enough. */
  private void through(Primacy primacy, long nowMillis) {
    List<Bytes> dead = new ArrayList<>();
    boolean ended = look(primacy, dead, nowMillis);
    if (!dead.isEmpty()) {
      // Else they would count until eviction comes to them, also after a clear.
      primacy.writeOff(dead, nowMillis);
    }
    if (ended) {
      at = new Cursor(primacy.shard().slot() + 1, null);
      afterOrNull = null;
      slotsDone++;
    }
  }

  private boolean look(Primacy primacy, List<Bytes> dead, long nowMillis) {
    int slot = primacy.shard().slot();
    Iterator<Cell> cells = primacy.shard().cellsFrom(afterOrNull, scan.prefix());
    while (cells.hasNext()) {
      Cell cell = cells.next();
      Bytes key = cell.key();
      if (!key.startsWith(scan.prefix())) {
        return true;
      } else if (isFull()) {
        return false;
      }
      at = new Cursor(slot, key);
      looks++;
      if (primacy.isLive(key, cell, nowMillis)) {
        keys.add(new Reply.Key(slot, key));
        bytes += key.length();
      } else {
        dead.add(key);
      }
    }
    return true;
  }

  private boolean isFull() {
    return keys.size() >= scan.count()
        || bytes >= Limits.PAGE_BYTES_FULL
        || looks >= Limits.SCAN_LOOKS_MAX;
  }

  /** What it found up to here. */
  private Reply page() {
    return new Reply.Page(keys, slotsDone == scan.slots().size() ? null : at);
  }

  /**
   * What it found before a slot of which this node may not speak; if that is the first, why not.
   */
  private Reply pageBefore(Reply refusal) {
    return slotsDone == 0 ? refusal : page();
  }
}
