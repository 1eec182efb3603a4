package io.apothik.slot;

/**
 * A primary's word that a node does not acknowledge what it is sent, so that writes wait for it; or
 * a node's word about itself, that it has not the copies which the table says it has.
 *
 * @param epoch the table under which it is said; it means nothing under any other
 * @param from the primary, or the node itself
 * @param silent who does not answer
 */
public record Suspicion(long epoch, NodeName from, NodeName silent) {}
