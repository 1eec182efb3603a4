package io.apothik.message;

import io.apothik.slot.Bytes;
import io.apothik.slot.NodeName;

/**
 * A key that is asked for often.
 *
 * @param count how many requests about it there were, about
 * @param countAtLeast and at the least, with the certainty that {@code docs/protocol.md} states
 * @param node that did them, or most of them
 */
public record HotKey(Bytes key, long count, long countAtLeast, NodeName node) {}
