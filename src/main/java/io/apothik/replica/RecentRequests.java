package io.apothik.replica;

import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.RequestId;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The writes that this node applied lately, as primary or for one, so that none is applied twice
 * when it is tried again. Bounded in number and time; each slot knows up to when it has forgotten,
 * so that a request that was tried first before that is not taken for a new one.
 */
final class RecentRequests {
  /**
   * A request that was applied.
   *
   * @param key that it was for
   * @param version that it wrote
   */
  record Remembered(Bytes key, Version version, Reply reply, long atMillis) {
    Applied toApplied(RequestId id, long nowMillis) {
      return new Applied(key, id, nowMillis - atMillis, version, reply);
    }
  }

  private record Place(Shard shard, RequestId id, long atMillis) {}

  private final Deque<Place> oldestFirst = new ArrayDeque<>();

  /**
   * Remembers a request. One that changed nothing is known to its primary alone: when another did
   * it again, and that time it changed something, what that one answered holds.
   */
  void remember(Shard shard, Applied applied, long nowMillis) {
    long at = nowMillis - applied.agoMillis();
    Remembered remembered = new Remembered(applied.key(), applied.version(), applied.reply(), at);
    Remembered before = shard.requests().get(applied.id());
    if (before != null && !before.version().isBefore(applied.version())) {
      return;
    }
    shard.requests().put(applied.id(), remembered);
    if (before == null) {
      oldestFirst.add(new Place(shard, applied.id(), at));
      if (oldestFirst.size() > Limits.RECENT_REQUESTS_MAX) {
        forgetOldest();
      }
    }
  }

  /** What the slot remembers of writes from that version on. */
  static List<Applied> of(Shard shard, Version from, long nowMillis) {
    return shard.requests().entrySet().stream()
        .filter(request -> !request.getValue().version().isBefore(from))
        .map(request -> request.getValue().toApplied(request.getKey(), nowMillis))
        .toList();
  }

  /** Forgets what is older than the limit. */
  void tick(long nowMillis) {
    long horizon = nowMillis - Limits.RECENT_REQUESTS_MILLIS_MAX;
    while (!oldestFirst.isEmpty() && oldestFirst.element().atMillis() < horizon) {
      forgetOldest();
    }
  }

  int size() {
    return oldestFirst.size();
  }

  private void forgetOldest() {
    Place place = oldestFirst.remove();
    place.shard().requests().remove(place.id());
    place.shard().forgotten(place.atMillis());
  }
}
