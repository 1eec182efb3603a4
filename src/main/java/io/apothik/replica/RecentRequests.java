package io.apothik.replica;

import io.apothik.message.Change.Applied;
import io.apothik.message.Limits;
import io.apothik.message.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
    private final long id;
    private final Window<Remembered> unanswered;
    private long answeredBelow;
    private long heardAtMillis;

    private Series(long id, Places places) {
      this.id = id;
      this.unanswered = new Window<>(places);
    }
  }

  private final Places places;
  private @Nullable Remembered oldest;
  private @Nullable Remembered newest;
  private int size;

  /** In the order in which they were heard of last. */
  private final LinkedHashMap<Long, Series> series = new LinkedHashMap<>(16, LOAD_FACTOR, true);

  /** The last in that order: as a rule, the next write is of the same. */
  private @Nullable Series latest;

  private long forgottenAtMillis = Long.MIN_VALUE;

  /** Empty. */
  RecentRequests(Places places) {
    this.places = places;
  }

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
      Window<Remembered> unanswered = heard.unanswered;
      while (!unanswered.isEmpty() && unanswered.at(0).id().number() < answeredBelow) {
        unlink(unanswered.removeFirst());
      }
    }
    return id.number() < heard.answeredBelow;
  }

  private Series heard(RequestId id, long nowMillis) {
    Series known = seriesOrNull(id.series());
    if (known == null) {
      known = new Series(id.series(), places);
      latest = known;
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
    Series of = seriesOrNull(id.series());
    Remembered known = of == null ? null : of.unanswered.get(id.series(), id.number());
    return known != null && known.shard() == shard ? known : null;
  }

  private @Nullable Series seriesOrNull(long id) {
    if (latest == null || latest.id != id) {
      latest = series.get(id);
    }
    return latest;
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
    Remembered before = heard.unanswered.get(id.series(), id.number());
    if (before != null) {
      if (before.shard() == shard && !before.version().isBefore(request.version())) {
        return;
      }
      unlink(before);
    }
    heard.unanswered.put(request);
    link(request);
    if (size > Limits.RECENT_REQUESTS_MAX) {
      forgetOldest();
    }
  }

  /**
   * What some copies remember, those left out that remember nothing. Copies do not know it by
   * themselves: most of it is answered in a moment, and none but learners are told.
   */
  Map<Shard, List<Applied>> of(Set<Shard> copies, long nowMillis) {
    Map<Shard, List<Applied>> all = new HashMap<>();
    for (Remembered each = newest; each != null; each = each.older()) {
      if (copies.contains(each.shard())) {
        all.computeIfAbsent(each.shard(), absent -> new ArrayList<>())
            .add(each.toApplied(nowMillis));
      }
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
    while (oldest != null && oldest.atMillis() < horizon) {
      forgetOldest();
    }
    while (!series.isEmpty() && series.values().iterator().next().heardAtMillis < horizon) {
      forgetOldestSeries();
    }
  }

  /** How many requests are remembered. */
  int size() {
    return size;
  }

  private void link(Remembered request) {
    request.linkAfter(newest);
    newest = request;
    oldest = oldest == null ? request : oldest;
    size++;
  }

  private void unlink(Remembered request) {
    oldest = oldest == request ? request.newer() : oldest;
    newest = request.unlink(newest);
    size--;
  }

  private void forgetOldest() {
    Remembered request = Objects.requireNonNull(oldest);
    Series of = seriesOrNull(request.id().series());
    if (of != null) {
      of.unanswered.remove(request.id().series(), request.id().number());
    }
    unlink(request);
    request.shard().forgotten(request.atMillis());
  }

  /** Its requests are known no more, neither those that are answered nor the others. */
  private void forgetOldestSeries() {
    Iterator<Series> all = series.values().iterator();
    Series silent = all.next();
    forgottenAtMillis = Math.max(forgottenAtMillis, silent.heardAtMillis);
    while (!silent.unanswered.isEmpty()) {
      unlink(silent.unanswered.removeFirst());
    }
    all.remove();
    latest = null;
  }
}
