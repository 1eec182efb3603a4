package io.apothik.core;

import io.apothik.message.Duties;
import io.apothik.message.Holdings;

/** What a cache node, or one of its loops, holds, and what it is to those slots. */
public record Account(Holdings holdings, Duties duties) {
  /** That of two parts of a node together. */
  Account and(Account other) {
    return new Account(holdings.and(other.holdings), duties.and(other.duties));
  }
}
