package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.history.History;
import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.Lifetime;
import io.apothik.sim.Journal.Asked;
import java.util.Comparator;
import java.util.List;

/**
 * What is promised of one key's entries whose time is limited. No entry goes before its time: that
 * is for the history to show, in which each may vanish from its time on, as long as no other
 * lifetime was set since. And none is found after its time, but for what clocks differ, and what
 * news of it took on their way to the nodes that became primary since.
 */
final class Lifetimes {
  private static final double SPEED = 0.05;

  /** Longer than any history. */
  private static final long FOREVER_MILLIS = 1L << 40;

  /** A clock shows whole milliseconds, and news travel from one to the next. */
  private static final int ROUNDING_MILLIS = 5;

  /** A node goes on as primary for so long after somebody acts under the table that ends it. */
  private static final int LEASE_MILLIS = 1_500;

  /** From the copy that got it to the new primary, and from the primary before to that copy. */
  private static final long STEPS = 2;

  private final List<Asked> asked;
  private final Line line;
  private final long latenessMillis;

  /**
   * @param asked of one key
   * @param latenessMillis how long a message can be under way
   */
  Lifetimes(List<Asked> asked, Line line, long latenessMillis) {
    this.asked = asked;
    this.line = line;
    this.latenessMillis = latenessMillis;
  }

  /** Says when entries may vanish. */
  void permitEnds(History history) {
    for (Asked one : asked) {
      Lifetime lifetime = one.lifetimeSet();
      if (lifetime != null && lifetime.ttlMillis() != 0) {
        permit(history, one, one.beginMillis() + shortest(lifetime.ttlMillis()), replacedAt(one));
      }
      if (lifetime != null && lifetime.maxIdleMillis() != 0) {
        permitIdleEnds(history, one, shortest(lifetime.maxIdleMillis()));
      }
    }
  }

  private static long shortest(long millis) {
    return (long) (millis * (1 - SPEED)) - ROUNDING_MILLIS;
  }

  /** From whenever it may have been idle for so long, until it is used. */
  private void permitIdleEnds(History history, Asked one, long idleMillis) {
    long replacedAt = replacedAt(one);
    long from = one.beginMillis() + idleMillis;
    for (Asked use : usesSince(one.beginMillis())) {
      permit(history, one, from, Math.min(use.endMillis(), replacedAt));
      from = Math.max(from, use.beginMillis() + idleMillis);
    }
    permit(history, one, from, replacedAt);
  }

  private List<Asked> usesSince(long millis) {
    return asked.stream()
        .filter(use -> use.beginMillis() >= millis && use.outcome() instanceof Outcome.Found)
        .sorted(Comparator.comparingLong(Asked::endMillis))
        .toList();
  }

  private static void permit(History history, Asked one, long from, long to) {
    if (Math.max(0, from) <= to) {
      history.vanishAt(one.key(), Math.max(0, from), Math.min(to, FOREVER_MILLIS));
    }
  }

  /** When something that certainly came later had taken the place of what this set. */
  private long replacedAt(Asked one) {
    return asked.stream()
        .filter(other -> other.beginMillis() > one.endMillis() && isCertain(other))
        .mapToLong(Asked::endMillis)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static boolean isCertain(Asked one) {
    return one.outcome() instanceof Outcome.Stored
        || (one.outcome() != null && one.operation() instanceof Operation.Delete);
  }

  /** Nothing is found after its time. */
  void check() {
    for (Asked get : asked) {
      if (get.outcome() instanceof Outcome.Found found) {
        assertThat(mayBeThere(get, found.value())).as("after its time: %s", get).isTrue();
      }
    }
  }

  private boolean mayBeThere(Asked get, String value) {
    int end = value.indexOf('+');
    String put = end < 0 ? value : value.substring(0, end);
    // What an append began has no limit.
    return put.isEmpty()
        || asked.stream()
            .filter(one -> one.lifetimeSet() != null && mayBeOf(one, put, get))
            .anyMatch(one -> replacedAt(one) >= get.beginMillis() && lasts(one, get));
  }

  /** Whether this may be what set the lifetime of the value that was put. */
  private boolean mayBeOf(Asked one, String put, Asked get) {
    if (one.operation() instanceof Operation.Expire) {
      return one.beginMillis() <= get.endMillis();
    }
    return one.operation().equals(new Operation.Put(put));
  }

  /** Whether the lifetime that this set may last until the get. */
  private boolean lasts(Asked one, Asked get) {
    Lifetime lifetime = one.lifetimeSet();
    if (lifetime == null || one.endMillis() == Long.MAX_VALUE) {
      return true;
    }
    int takeovers = line.takeovers(one.key(), one.beginMillis() - LEASE_MILLIS, get.endMillis());
    long late = ROUNDING_MILLIS + STEPS * takeovers * latenessMillis;
    boolean young =
        lifetime.ttlMillis() == 0
            || get.beginMillis() <= one.endMillis() + longest(lifetime.ttlMillis()) + late;
    boolean used =
        lifetime.maxIdleMillis() == 0
            || takeovers > 0
            || get.beginMillis() <= lastUse(get) + longest(lifetime.maxIdleMillis());
    return young && used;
  }

  private static long longest(long millis) {
    return (long) (millis * (1 + SPEED));
  }

  private long lastUse(Asked get) {
    return asked.stream()
        .filter(one -> one != get && one.beginMillis() <= get.endMillis())
        .mapToLong(one -> Math.min(get.endMillis(), one.overMillis() + latenessMillis))
        .max()
        .orElse(Long.MIN_VALUE / 2);
  }
}
