package io.apothik.slot;

/**
 * A primary's word that another node now holds everything in some slots, and that it serves them no
 * more.
 *
 * @param epoch the table that both had when the learner confirmed it; it means nothing under any
 *     other
 * @param from the primary that handed over
 * @param to the learner that holds it all
 * @param slots which slots
 */
public record HandedOver(long epoch, NodeName from, NodeName to, SlotSet slots) {}
