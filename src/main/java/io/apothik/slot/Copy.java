package io.apothik.slot;

import org.jspecify.annotations.Nullable;

/**
 * One node's copy of one slot. It is created empty in an epoch and lives until a table does not
 * name it any more; a copy that the same node gets later is another one. So whoever holds entries
 * of a copy that the table does not name holds what was given up, and must not serve it.
 *
 * @param node who holds it
 * @param since the epoch of the table that created it
 */
public record Copy(NodeName node, long since) {
  // Written out, as in NodeName: tables are compared while slots pass.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Copy that && since == that.since && node.equals(that.node));
  }

  @Override
  public int hashCode() {
    return 31 * node.hashCode() + Long.hashCode(since);
  }

  @Override
  public String toString() {
    return node + "#" + since;
  }
}
