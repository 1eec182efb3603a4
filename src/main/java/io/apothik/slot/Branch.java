package io.apothik.slot;

import java.util.List;

/**
 * Where a table was chosen without a majority of those before it, so that others may have followed
 * the same one.
 *
 * @param epoch from this one on
 * @param lineage the tables have this lineage
 */
public record Branch(long epoch, long lineage) {
  /** The lineage of a table with these branches, oldest first. */
  static long lineageOf(List<Branch> branches) {
    return branches.isEmpty() ? 0 : branches.get(branches.size() - 1).lineage();
  }
}
