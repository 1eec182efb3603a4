package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Copy;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backup answers by itself to callers who said that it may be stale.
 *
 * <p>As long as a copy is in sync, nothing is acknowledged without it; so what it has, and knows to
 * be on all copies, is what the primary would answer. But it can be taken out of the set in sync
 * without knowing yet. That is why it needs the leases that a primary needs. The table that does
 * without it was chosen by a majority of the members of its own table, so by one at least of any
 * majority that granted it leases, and who voted grants none any more to who has the older table.
 * Where no majority binds, the next primary is one of the other copies in sync, and grants none
 * after it has the next table. In both cases the backup's lease was granted before anything was
 * acknowledged without it. So its answers lack nothing that was acknowledged longer ago than a
 * lease lasts: {@link io.apothik.message.Limits#STALE_MILLIS_MAX}.
 */
final class StaleReads {
  private final Host host;
  private final Copies copies;

  StaleReads(Host host, Copies copies) {
    this.host = host;
    this.copies = copies;
  }

  /**
   * The answer, or why there is none; null if the answer is only for the slot's primary to give.
   */
  @Nullable Reply answerOrNull(SlotRequest message, long nowMillis) {
    SlotOwners owners =
        message.request().operation().mayBeStale() ? copies.ownersOfBackup(message.slot()) : null;
    Shard shard = owners == null ? null : copies.shard(message.slot());
    if (owners == null || shard == null) {
      return null;
    }
    Entry entry = shard.get(message.request().key());
    Reply refusal = refusalForLeases(owners, nowMillis);
    if (refusal == null && entry != null) {
      refusal = refusal(shard, entry, nowMillis);
    }
    if (refusal != null) {
      return refusal;
    }
    Entry current = entry == null || entry.isTombstone() ? null : entry;
    Reply reply = Evaluation.of(message.request(), current, Version.NONE, nowMillis).reply();
    host.tally().done(message.request(), reply);
    return reply;
  }

  /** Why this node may not speak of the slot now, or null if it may. */
  private @Nullable Reply refusalForLeases(SlotOwners owners, long nowMillis) {
    if (!host.leases().hasQuorum(nowMillis)) {
      return failure(ErrorCode.NO_QUORUM, "has no lease from a majority");
    } else if (!hasLeases(owners, nowMillis)) {
      return failure(ErrorCode.NOT_READY, "has no lease from the other copies in sync");
    }
    return null;
  }

  /** Why this node may not speak of an entry, be it a tombstone, or null if it may. */
  private @Nullable Reply refusal(Shard shard, Entry entry, long nowMillis) {
    if (shard.isUnsettled(entry.version())) {
      return failure(ErrorCode.NOT_READY, "cannot tell whether all copies have the newest write");
    } else if (entry.maxIdleMillis() != 0 || entry.isExpired(nowMillis)) {
      // When it was used last, the primary alone knows; and that its time is over, it says first.
      return failure(ErrorCode.NOT_READY, "cannot tell whether the entry's time is over");
    }
    return null;
  }

  /** Whether all other copies in sync grant this node a lease. */
  private boolean hasLeases(SlotOwners owners, long nowMillis) {
    List<NodeName> others =
        owners.inSync().stream().map(Copy::node).filter(node -> !node.equals(host.self())).toList();
    return host.leases().areHeldFrom(others, nowMillis);
  }

  private Reply failure(ErrorCode code, String reason) {
    return new Reply.Failure(code, host.self() + " is a backup and " + reason, host.epoch());
  }
}
