package io.apothik.replica;

import io.apothik.message.Change.Applied;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A request that was applied to a slot, as it must be known should it be tried again; a link in the
 * chain of those that its copy remembers.
 */
final class Remembered {
  private final Shard shard;
  private final Applied applied;
  private final long atMillis;
  private @Nullable Remembered previous;
  private @Nullable Remembered next;

  /** What is known at that time. */
  Remembered(Shard shard, Applied applied, long nowMillis) {
    this.shard = shard;
    this.applied = applied;
    this.atMillis = nowMillis - applied.agoMillis();
  }

  Shard shard() {
    return shard;
  }

  Bytes key() {
    return applied.key();
  }

  RequestId id() {
    return applied.id();
  }

  /** The version that it wrote. */
  Version version() {
    return applied.version();
  }

  Reply reply() {
    return applied.reply();
  }

  /** When it was applied. */
  long atMillis() {
    return atMillis;
  }

  Applied toApplied(long nowMillis) {
    return applied.aged(nowMillis - atMillis - applied.agoMillis());
  }

  /** The one after it in the chain. */
  @Nullable Remembered next() {
    return next;
  }

  /** Becomes the first of a chain. */
  void linkBefore(@Nullable Remembered first) {
    next = first;
    if (first != null) {
      first.previous = this;
    }
  }

  /** Leaves the chain; returns the first of what is left of it. */
  @Nullable Remembered unlink(@Nullable Remembered first) {
    if (next != null) {
      next.previous = previous;
    }
    if (previous != null) {
      previous.next = next;
    }
    return first == this ? next : first;
  }
}
