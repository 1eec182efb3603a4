package io.apothik.history;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The configurations that a search has been in, so that it enters none twice (Lowe 2017, section
 * 4), nor one that is worse than another: the same but for more optional steps used up.
 */
final class Tried {
  /**
   * Which definite steps were taken: all below the first that was not, and some beyond it. That way
   * a configuration is small, however long the history.
   */
  private record Configuration(int untaken, BitSet beyond, BitSet waived, State state) {}

  private final Map<Configuration, List<BitSet>> used = new HashMap<>();

  /** Adds this configuration, unless it or a better one was added before. */
  boolean add(BitSet taken, BitSet waived, BitSet usedUp, State state) {
    int untaken = taken.nextClearBit(0);
    BitSet beyond = taken.get(untaken, Math.max(untaken, taken.length()));
    Configuration configuration = new Configuration(untaken, beyond, copy(waived), state);
    List<BitSet> before = used.getOrDefault(configuration, List.of());
    if (before.stream().anyMatch(fewer -> isSubset(fewer, usedUp))) {
      return false;
    }
    used.put(configuration, with(before, usedUp));
    return true;
  }

  private static List<BitSet> with(List<BitSet> before, BitSet usedUp) {
    Stream<BitSet> incomparable = before.stream().filter(more -> !isSubset(usedUp, more));
    return Stream.concat(incomparable, Stream.of(copy(usedUp))).toList();
  }

  private static boolean isSubset(BitSet small, BitSet large) {
    if (small.cardinality() > large.cardinality()) {
      return false;
    }
    BitSet rest = copy(small);
    rest.andNot(large);
    return rest.isEmpty();
  }

  private static BitSet copy(BitSet set) {
    return (BitSet) set.clone();
  }
}
