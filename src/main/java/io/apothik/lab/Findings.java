package io.apothik.lab;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What came of a scenario under one setting.
 *
 * @param acknowledged how many writes were acknowledged
 * @param lost how many of these were not there in the end
 * @param wrongReads how many reads lacked a write that was known before they began
 * @param repeated of how many keys a write was there twice
 * @param refused how many requests failed, by the code
 * @param blocked when no write was acknowledged, each time a second or longer
 * @param longestMillis the longest time in which one client could write nothing
 * @param settled whether all was at rest in the end, so that what is lost is lost for good
 * @param happenings what happened, in the order of time
 * @param lanes for each node, by its number, when it was how, in the order of time
 * @param writes how many writes were acknowledged in each second
 */
public record Findings(
    Setting setting,
    int acknowledged,
    int lost,
    int wrongReads,
    int repeated,
    SortedMap<String, Integer> refused,
    List<Interval> blocked,
    long longestMillis,
    boolean settled,
    List<Happening> happenings,
    Map<Integer, List<Interval>> lanes,
    List<Integer> writes) {
  /** For how long no write was acknowledged, in all. */
  public long blockedMillis() {
    return blocked.stream().mapToLong(Interval::millis).sum();
  }
}
