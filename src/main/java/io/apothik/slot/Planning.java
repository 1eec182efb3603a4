package io.apothik.slot;

/**
 * A plan that is to be made. That takes a while, and needs nothing else: so any thread can do it.
 *
 * @param table from which it goes
 * @param situation for which it is
 */
public record Planning(Planner planner, SlotTable table, Situation situation) {
  /** The table that should follow; the given one itself if nothing should change. */
  public SlotTable plan() {
    return planner.plan(table, situation);
  }
}
