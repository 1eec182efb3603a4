package io.apothik.core;

import io.apothik.message.Duties;
import io.apothik.message.Holdings;
import io.apothik.message.Traffic;

/**
 * What a cache node, or one of its loops, holds, what it is to those slots, and what it did for
 * callers.
 */
public record Account(Holdings holdings, Duties duties, Traffic traffic) {
  /** That of two parts of a node together. */
  Account and(Account other) {
    return new Account(
        holdings.and(other.holdings), duties.and(other.duties), traffic.and(other.traffic));
  }
}
