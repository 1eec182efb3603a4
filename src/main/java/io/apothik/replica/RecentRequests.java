package io.apothik.replica;

import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.RequestId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The writes that this node applied, as primary or for one, and that may be tried again: so that
 * none is applied twice. Masters say, in series of writes, below which number all are answered, and
 * what is answered is forgotten at once; that it is answered is remembered in its place, so that a
 * try of it that comes late is not taken for a new request.
 *
 * <p>Where a master does not say so, or says no more, bounds in number and time hold. Each slot
 * knows up to when they made it forget, so that a request that was tried first before that is not
 * taken for a new one.
 */
final class RecentRequests {
  private static final float LOAD_FACTOR = 0.75f;

  /** What is remembered of one series. */
  private static final class Series {
    /** In the order in which they came; some may be forgotten. */
    private final Deque<RequestId> unanswered = new ArrayDeque<>();

    private long answeredBelow;
    private long heardAtMillis;
  }

  private final LinkedHashMap<RequestId, Remembered> oldestFirst = new LinkedHashMap<>();

  /** In the order in which they were heard of last. */
  private final LinkedHashMap<Long, Series> series = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  private long forgottenAtMillis = Long.MIN_VALUE;

  /**
   * All writes of the id's series with a lesser number are answered: forgets them.
   *
   * @return whether the one with this id is, too, by what was heard before
   */
  boolean hear(RequestId id, long answeredBelow, long nowMillis) {
    if (!id.isNumbered()) {
      return false;
    }
    return hear(heard(id, nowMillis), id, answeredBelow);
  }

  private boolean hear(Series heard, RequestId id, long answeredBelow) {
    if (answeredBelow > heard.answeredBelow) {
      heard.answeredBelow = answeredBelow;
      Deque<RequestId> unanswered = heard.unanswered;
      // One that came after a later one goes when its turn comes, which it does.
      while (!unanswered.isEmpty() && unanswered.element().number() < answeredBelow) {
        forget(unanswered.remove());
      }
    }
    return id.number() < heard.answeredBelow;
  }

  private Series heard(RequestId id, long nowMillis) {
    Series known = series.get(id.series());
    if (known == null) {
      known = new Series();
      series.put(id.series(), known);
      if (series.size() > Limits.SERIES_MAX) {
        forgetOldestSeries();
      }
    }
    known.heardAtMillis = nowMillis;
    return known;
  }

  /** What is remembered of the request in that copy, or null. */
  @Nullable Remembered find(Shard shard, RequestId id) {
    Remembered known = oldestFirst.get(id);
    return known != null && known.shard() == shard ? known : null;
  }

  /**
   * Remembers a request until it is answered. One that changed nothing is known to its primary
   * alone: when another did it again, and that time it changed something, what that one answered
   * holds.
   */
  void remember(Shard shard, Applied applied, long nowMillis) {
    RequestId id = applied.id();
    Remembered request = new Remembered(shard, applied, nowMillis);
    shard.noteRequest(request);
    Series heard = heard(id, nowMillis);
    if (hear(heard, id, applied.answeredBelow())) {
      return;
    }
    Remembered before = oldestFirst.get(id);
    if (before == null) {
      heard.unanswered.add(id);
    } else if (before.shard() == shard && !before.version().isBefore(request.version())) {
      return;
    } else {
      before.shard().unlink(before);
    }
    oldestFirst.put(id, request);
    shard.link(request);
    if (oldestFirst.size() > Limits.RECENT_REQUESTS_MAX) {
      forgetOldest();
    }
  }

  /** What a copy remembers. */
  static List<Applied> of(Shard shard, long nowMillis) {
    List<Applied> all = new ArrayList<>();
    for (Remembered each = shard.requests(); each != null; each = each.next()) {
      all.add(each.toApplied(nowMillis));
    }
    return all;
  }

  /** When the latest of the requests was applied that a copy may have forgotten unanswered. */
  long forgottenAtMillis(Shard shard) {
    return Math.max(forgottenAtMillis, shard.forgottenAtMillis());
  }

  /** How long ago that was; {@link Long#MAX_VALUE} if nothing was forgotten. */
  long forgottenAgoMillis(Shard shard, long nowMillis) {
    long at = forgottenAtMillis(shard);
    return at == Long.MIN_VALUE ? Long.MAX_VALUE : nowMillis - at;
  }

  /** Forgets what is older than the limit. */
  void tick(long nowMillis) {
    long horizon = nowMillis - Limits.RECENT_REQUESTS_MILLIS_MAX;
    while (!oldestFirst.isEmpty() && first(oldestFirst).atMillis() < horizon) {
      forgetOldest();
    }
    while (!series.isEmpty() && first(series).heardAtMillis < horizon) {
      forgetOldestSeries();
    }
  }

  private static <T> T first(Map<?, T> map) {
    return map.values().iterator().next();
  }

  /** How many requests are remembered. */
  int size() {
    return oldestFirst.size();
  }

  private void forget(RequestId id) {
    Remembered request = oldestFirst.remove(id);
    if (request != null) {
      request.shard().unlink(request);
    }
  }

  private void forgetOldest() {
    Remembered oldest = first(oldestFirst);
    forget(oldest.id());
    oldest.shard().forgotten(oldest.atMillis());
    Series of = series.get(oldest.id().series());
    while (of != null
        && !of.unanswered.isEmpty()
        && !oldestFirst.containsKey(of.unanswered.element())) {
      of.unanswered.remove();
    }
  }

  /**
   * What is remembered of its requests stays; what was forgotten as answered is answered no more.
   */
  private void forgetOldestSeries() {
    Iterator<Series> all = series.values().iterator();
    forgottenAtMillis = Math.max(forgottenAtMillis, all.next().heardAtMillis);
    all.remove();
  }
}
