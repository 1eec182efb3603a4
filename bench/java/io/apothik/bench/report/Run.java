package io.apothik.bench.report;

import io.apothik.bench.system.Contestants;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The raw results of a run. */
public final class Run {
  /** What was measured: a kind of work, and how much at once. */
  record Key(int valueBytes, String keys, int readPercent, int depth, double rate, double share) {
    static Key of(JsonObject cell) {
      return new Key(
          cell.getInteger("valueBytes"),
          cell.getString("keys"),
          cell.getInteger("readPercent"),
          cell.getInteger("depth"),
          cell.getDouble("rate"),
          cell.getDouble("share"));
    }

    String work() {
      return "%s-byte values, %s keys, %d %% reads".formatted(valueBytes, keys, readPercent);
    }

    /** The work as part of a file's name. */
    String file() {
      return "%s-%s-%s".formatted(valueBytes, keys, readPercent);
    }

    boolean isClosed() {
      return depth > 0;
    }

    String pace() {
      if (isClosed()) {
        return depth + " in flight";
      }
      return share > 0
          ? "%.0f %% of its own best".formatted(100 * share)
          : "%,.0f/s".formatted(rate);
    }
  }

  private final JsonObject json;

  /** For each thing that was measured, and each system, what each repetition gave. */
  private final Map<Key, Map<String, Map<Integer, JsonObject>>> outcomes = new LinkedHashMap<>();

  public Run(JsonObject json) {
    this.json = json;
    for (Object each : json.getJsonArray("measurements")) {
      JsonObject measurement = (JsonObject) each;
      outcomes
          .computeIfAbsent(Key.of(measurement.getJsonObject("cell")), key -> new LinkedHashMap<>())
          .computeIfAbsent(measurement.getString("system"), system -> new LinkedHashMap<>())
          .put(measurement.getInteger("repetition"), measurement.getJsonObject("outcome"));
    }
  }

  JsonObject json() {
    return json;
  }

  List<Key> keys() {
    return List.copyOf(outcomes.keySet());
  }

  /** The systems that compare with one Apothik, itself first, for each Apothik. */
  Map<String, List<String>> groups() {
    Set<String> measured = new LinkedHashSet<>();
    outcomes.values().forEach(systems -> measured.addAll(systems.keySet()));
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (String system : Contestants.byName().keySet()) {
      if (measured.contains(system)) {
        groups.computeIfAbsent(Contestants.ours(system), ours -> new ArrayList<>()).add(system);
      }
    }
    return groups;
  }

  /** What the repetitions gave for a field, if it was measured. */
  Optional<Spread> spread(Key key, String system, String field) {
    List<Double> values =
        of(key, system).values().stream()
            .filter(outcome -> outcome.containsKey(field))
            .map(outcome -> outcome.getDouble(field))
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  /** One system's field divided by another's, repetition by repetition. */
  Optional<Spread> ratio(Key key, String above, String below, String field) {
    List<Double> ratios = new ArrayList<>();
    of(key, above)
        .forEach(
            (repetition, outcome) -> {
              JsonObject other = of(key, below).get(repetition);
              if (other != null && other.getDouble(field) > 0) {
                ratios.add(outcome.getDouble(field) / other.getDouble(field));
              }
            });
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
  }

  /** Requests that failed, found nothing, or did not end, in all repetitions. */
  long wrong(Key key, String system) {
    return of(key, system).values().stream()
        .mapToLong(
            outcome ->
                outcome.getLong("failed")
                    + outcome.getLong("absent")
                    + outcome.getLong("unfinished"))
        .sum();
  }

  private Map<Integer, JsonObject> of(Key key, String system) {
    return outcomes.getOrDefault(key, Map.of()).getOrDefault(system, Map.of());
  }
}
