package io.apothik.agreement;

import io.apothik.slot.SlotTable;
import io.apothik.slot.Tuning;
import io.apothik.slot.TuningChange;

/**
 * What the next table is to say of the {@link Tuning}: what the one before says, with what
 * operators want. Their masters say so again and again until a table does; what nobody says any
 * more is not wanted any more, so that nothing is changed long after its caller gave up.
 */
final class WantedTuning {
  private static final long WANTED_MILLIS = 2_000;

  private final Tuning founding;
  private TuningChange change = TuningChange.NONE;
  private long untilMillis;

  /**
   * Nothing is wanted.
   *
   * @param founding what the first table is to say, and one that follows a table without tuning
   */
  WantedTuning(Tuning founding) {
    this.founding = founding;
  }

  /** An operator wants this to be in force; whether that is news. */
  boolean want(TuningChange other, SlotTable table, long nowMillis) {
    if (other.isIn(table) && change.isNone()) {
      return false;
    }
    TuningChange before = wanted(nowMillis);
    change = before.and(other);
    untilMillis = nowMillis + WANTED_MILLIS;
    return !change.equals(before);
  }

  /** A newer table is in force. */
  void install(SlotTable next) {
    if (change.isIn(next)) {
      change = TuningChange.NONE;
    }
  }

  /** What the table after that one is to say. */
  Tuning after(SlotTable table, long nowMillis) {
    return wanted(nowMillis).of(table.tuning().orElse(founding));
  }

  private TuningChange wanted(long nowMillis) {
    return nowMillis < untilMillis ? change : TuningChange.NONE;
  }
}
