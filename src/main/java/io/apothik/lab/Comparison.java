package io.apothik.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The same faults, workload and seed under several settings.
 *
 * @param findings first those of the scenario's own setting
 */
public record Comparison(Scenario scenario, List<Findings> findings) {
  /** What somebody may want to compare: a name, and a text for each setting. */
  record Row(String name, List<String> values) {}

  public Comparison {
    findings = List.copyOf(findings);
  }

  /** Runs the scenario under its setting, and under others. */
  public static Comparison of(Scenario scenario) {
    return new Comparison(
        scenario,
        scenario.setting().andOthers().stream()
            .map(setting -> Trial.run(scenario.with(setting)))
            .toList());
  }

  /** Those of the scenario's own setting. */
  public Findings own() {
    return findings.get(0);
  }

  /** The rows of the table, in their order. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("writes acknowledged", one -> "" + one.acknowledged()));
    rows.add(row("acknowledged writes lost", one -> "" + one.lost()));
    rows.add(row("reads that lacked a known write", one -> "" + one.wrongReads()));
    rows.add(row("no write was acknowledged for", one -> Span.seconds(one.blockedMillis())));
    rows.add(row("one client could not write for", one -> Span.seconds(one.longestMillis())));
    TreeSet<String> codes = new TreeSet<>();
    findings.forEach(one -> codes.addAll(one.refused().keySet()));
    codes.forEach(
        code -> rows.add(row("refused: " + code, one -> "" + one.refused().getOrDefault(code, 0))));
    if (findings.stream().anyMatch(one -> one.repeated() > 0)) {
      rows.add(row("keys with a write done twice", one -> "" + one.repeated()));
    }
    if (!findings.stream().allMatch(Findings::settled)) {
      rows.add(row("came to rest in the end", one -> one.settled() ? "yes" : "no"));
    }
    return rows;
  }

  private Row row(String name, Function<Findings, String> value) {
    return new Row(name, findings.stream().map(value).toList());
  }

  /** What it came to under the scenario's own setting, in one sentence. */
  String verdict() {
    Findings own = own();
    String lost =
        own.lost() == 0
            ? "nothing that was acknowledged was lost"
            : "%d of %d acknowledged writes were lost".formatted(own.lost(), own.acknowledged());
    String blocked =
        own.blockedMillis() == 0
            ? "writes were acknowledged all the time"
            : "no write was acknowledged for " + Span.seconds(own.blockedMillis());
    return "With %s: %s, and %s.".formatted(own.setting(), lost, blocked);
  }

  /** All of it as maps, lists, texts and numbers, in a stable order. */
  public Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("nodes", scenario.nodes());
    map.put("clients", scenario.clients());
    map.put("keys", scenario.keys());
    map.put("forMillis", scenario.forMillis());
    map.put("seed", scenario.seed());
    map.put("faults", scenario.faults().stream().map(Fault::toString).toList());
    map.put("settings", findings.stream().map(Comparison::asMap).toList());
    map.put(
        "happenings",
        own().happenings().stream()
            .map(
                one ->
                    ordered(
                        "atMillis", one.atMillis(),
                        "kind", one.kind().label(),
                        "words", one.words()))
            .toList());
    return map;
  }

  private static Map<String, Object> asMap(Findings one) {
    return ordered(
        "backups", one.setting().backups(),
        "quorum", one.setting().quorum().label(),
        "writesAcknowledged", one.acknowledged(),
        "writesLost", one.lost(),
        "readsWrong", one.wrongReads(),
        "keysWithRepeatedWrites", one.repeated(),
        "blockedMillis", one.blockedMillis(),
        "longestClientMillis", one.longestMillis(),
        "refused", new LinkedHashMap<>(one.refused()),
        "settled", one.settled());
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
