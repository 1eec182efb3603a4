package io.apothik.replica;

import io.apothik.message.Change.Applied;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A request that was applied to a slot, as it must be known should it be tried again; a link in the
 * chain of all that its loop remembers.
 */
final class Remembered implements Window.Item {
  private final Shard shard;
  private final Applied applied;
  private final long atMillis;
  private @Nullable Remembered older;
  private @Nullable Remembered newer;

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

  @Override
  public long major() {
    return id().series();
  }

  @Override
  public long minor() {
    return id().number();
  }

  /** The one that was remembered after it. */
  @Nullable Remembered newer() {
    return newer;
  }

  /** Is the newest from now on. */
  void linkAfter(@Nullable Remembered newest) {
    older = newest;
    if (newest != null) {
      newest.newer = this;
    }
  }

  /** The one that was remembered before it. */
  @Nullable Remembered older() {
    return older;
  }

  /**
   * Leaves the chain; returns the newest of what is left of it. Refers to none of it any more: for
   * one that is old when it goes, all after it would be kept until old garbage is collected.
   */
  @Nullable Remembered unlink(@Nullable Remembered newest) {
    Remembered left = newest == this ? older : newest;
    if (older != null) {
      older.newer = newer;
    }
    if (newer != null) {
      newer.older = older;
    }
    older = null;
    newer = null;
    return left;
  }
}
