package io.apothik.slot;

/**
 * A primary's word that a learner has everything in some slots, and that it acknowledges no write
 * in them any more which that learner has not. It is bound to this by each copy for as long as the
 * copy is a learner and the primary has the same term, whatever other tables come meanwhile.
 *
 * @param epoch of the table under which the primary says so
 * @param from the primary
 * @param learner the node whose copies are complete
 * @param slots which slots
 */
public record SyncReport(long epoch, NodeName from, NodeName learner, SlotSet slots) {
  /**
   * Whether this is about that copy of the slot, and the primary that said it is bound by it still.
   *
   * @param owners of the slot now
   * @param copy one of its learners
   */
  public boolean concerns(int slot, SlotOwners owners, Copy copy) {
    return slots.contains(slot)
        && owners.isPrimary(from)
        && owners.term() <= epoch
        && copy.node().equals(learner)
        && copy.since() <= epoch;
  }
}
