package io.apothik.lab;

import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.sim.Journal.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the calls for one key, and what is there in the end, say of its writes. A mark is known from
 * the time on at which its writer was told, or a reader was shown it; a read that began later and
 * lacks it is stale, or the write is lost.
 */
final class Evidence {
  /** When somebody knew first that a mark is there. */
  private record Known(String mark, long atMillis) {}

  private final List<Asked> acknowledged = new ArrayList<>();
  private final List<Asked> reads = new ArrayList<>();
  private final Set<String> left;
  private final boolean repeats;

  /**
   * @param calls for one key
   * @param last what the key holds in the end, empty if nothing
   */
  Evidence(List<Asked> calls, String last) {
    List<String> marks = Marks.in(last);
    left = new HashSet<>(marks);
    repeats = left.size() < marks.size();
    for (Asked call : calls) {
      if (call.outcome() instanceof Outcome.Length) {
        acknowledged.add(call);
      } else if (call.outcome() != null) {
        reads.add(call);
      }
    }
  }

  static String mark(Asked write) {
    String suffix = ((Operation.Append) write.operation()).suffix();
    return suffix.substring(0, suffix.length() - 1);
  }

  /** Acknowledged writes that are not there in the end. */
  List<Asked> lost() {
    return acknowledged.stream().filter(write -> !left.contains(mark(write))).toList();
  }

  /** Whether a write is there twice. */
  boolean repeats() {
    return repeats;
  }

  /** Reads that lack what was known before they began. */
  List<Asked> wrongReads() {
    List<Known> known = known();
    return reads.stream().filter(read -> lacks(read, known)).toList();
  }

  private static boolean lacks(Asked read, List<Known> known) {
    Set<String> seen = new HashSet<>(seen(read));
    for (Known one : known) {
      if (one.atMillis() >= read.beginMillis()) {
        return false;
      } else if (!seen.contains(one.mark())) {
        return true;
      }
    }
    return false;
  }

  private static List<String> seen(Asked read) {
    return read.outcome() instanceof Outcome.Found found ? Marks.in(found.value()) : List.of();
  }

  /** In the order of time. */
  private List<Known> known() {
    Map<String, Long> first = new HashMap<>();
    acknowledged.forEach(write -> first.merge(mark(write), write.overMillis(), Math::min));
    reads.forEach(read -> seen(read).forEach(m -> first.merge(m, read.overMillis(), Math::min)));
    return first.entrySet().stream()
        .map(one -> new Known(one.getKey(), one.getValue()))
        .sorted(Comparator.comparingLong(Known::atMillis))
        .toList();
  }
}
