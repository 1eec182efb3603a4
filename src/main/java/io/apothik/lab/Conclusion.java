package io.apothik.lab;

import io.apothik.history.Outcome;
import io.apothik.message.ErrorCode;
import io.apothik.sim.Journal;
import io.apothik.sim.Journal.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Draws from what clients were told, and from what is there in the end, what a trial came to. */
final class Conclusion {
  /** How long no write is acknowledged, for it to be told. */
  private static final int GAP_MILLIS_MIN = 1_000;

  private static final int SECOND_MILLIS = 1_000;

  private final Scenario scenario;
  private final Chronicle chronicle;
  private final long readyMillis;
  private final List<Asked> asked;

  Conclusion(Scenario scenario, Chronicle chronicle, long readyMillis, Journal journal) {
    this.scenario = scenario;
    this.chronicle = chronicle;
    this.readyMillis = readyMillis;
    this.asked = journal.asked();
  }

  /**
   * The findings.
   *
   * @param last what each key holds in the end
   */
  Findings of(Map<String, String> last, boolean settled) {
    List<Asked> lost = new ArrayList<>();
    List<Asked> wrong = new ArrayList<>();
    int repeated = 0;
    for (Map.Entry<String, List<Asked>> key : byKey().entrySet()) {
      Evidence evidence = new Evidence(key.getValue(), last.getOrDefault(key.getKey(), ""));
      lost.addAll(evidence.lost());
      wrong.addAll(evidence.wrongReads());
      repeated += evidence.repeats() ? 1 : 0;
    }
    List<Asked> acknowledged = asked.stream().filter(Conclusion::isAcknowledged).toList();
    List<Interval> blocked =
        Interval.gaps(
            acknowledged.stream().map(this::over).toList(),
            scenario.forMillis(),
            GAP_MILLIS_MIN,
            "no write");
    blocked.forEach(chronicle::blocked);
    chronicle.lost(lost.stream().map(this::over).sorted().toList());
    chronicle.wrong(wrong.stream().map(this::over).sorted().toList());
    return new Findings(
        scenario.setting(),
        acknowledged.size(),
        lost.size(),
        wrong.size(),
        repeated,
        refused(),
        blocked,
        longestMillis(acknowledged),
        settled,
        chronicle.happenings(),
        chronicle.lanes(scenario.forMillis()),
        perSecond(acknowledged));
  }

  private static boolean isAcknowledged(Asked call) {
    return call.outcome() instanceof Outcome.Length;
  }

  private long over(Asked call) {
    return call.overMillis() - readyMillis;
  }

  private Map<String, List<Asked>> byKey() {
    Map<String, List<Asked>> byKey = new HashMap<>();
    asked.forEach(call -> byKey.computeIfAbsent(call.key(), key -> new ArrayList<>()).add(call));
    return byKey;
  }

  private SortedMap<String, Integer> refused() {
    SortedMap<String, Integer> refused = new TreeMap<>();
    for (Asked call : asked) {
      ErrorCode code = call.failure();
      if (code != null) {
        refused.merge(code.name(), 1, Integer::sum);
      }
    }
    return refused;
  }

  private long longestMillis(List<Asked> acknowledged) {
    Map<Integer, List<Long>> times = new HashMap<>();
    IntStream.range(0, scenario.clients()).forEach(client -> times.put(client, new ArrayList<>()));
    acknowledged.forEach(
        call -> times.computeIfAbsent(call.client(), c -> new ArrayList<>()).add(over(call)));
    return times.values().stream()
        .flatMap(ofOne -> Interval.gaps(ofOne, scenario.forMillis(), 0, "").stream())
        .mapToLong(Interval::millis)
        .max()
        .orElse(0);
  }

  private List<Integer> perSecond(List<Asked> acknowledged) {
    int[] counts = new int[(scenario.forMillis() + SECOND_MILLIS - 1) / SECOND_MILLIS];
    for (Asked call : acknowledged) {
      int second = (int) (over(call) / SECOND_MILLIS);
      counts[Math.min(second, counts.length - 1)]++;
    }
    return IntStream.of(counts).boxed().toList();
  }
}
