package io.apothik.slot;

/**
 * A primary's word that a node does not acknowledge what it is sent, so that writes wait for it.
 *
 * @param epoch the table under which the primary says so; it means nothing under any other
 * @param from the primary
 * @param silent who does not answer
 */
public record Suspicion(long epoch, NodeName from, NodeName silent) {}
