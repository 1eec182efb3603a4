package io.apothik.slot;

/**
 * Slots of which every copy died.
 *
 * @param epoch of the table in which they began anew, empty
 * @param slots how many
 */
public record Loss(long epoch, int slots) {}
