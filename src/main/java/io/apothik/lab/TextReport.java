package io.apothik.lab;

import io.apothik.lab.Comparison.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What came of a scenario, for a terminal: the course in words, a time line, and the table. */
public final class TextReport {
  private static final String GAP = "  ";

  private TextReport() {}

  /** All lines of it. */
  public static List<String> lines(Comparison comparison) {
    Scenario scenario = comparison.scenario();
    List<String> lines = new ArrayList<>();
    lines.add(headline(scenario));
    lines.add("");
    for (Happening one : comparison.own().happenings()) {
      lines.add("%8s  %s".formatted(Span.seconds(one.atMillis()), one.words()));
    }
    lines.add("");
    lines.addAll(Strip.rows(comparison.own(), scenario.forMillis()));
    lines.add("");
    lines.add(comparison.verdict());
    lines.add("The same faults, calls and seed with other settings beside it:");
    lines.add("");
    lines.addAll(table(comparison));
    return lines;
  }

  /** What was tried, in one line. */
  static String headline(Scenario scenario) {
    return "%d nodes, %s; %d clients on %d keys for %s, seed %d"
        .formatted(
            scenario.nodes(),
            scenario.setting(),
            scenario.clients(),
            scenario.keys(),
            Span.text(scenario.forMillis()),
            scenario.seed());
  }

  private static List<String> table(Comparison comparison) {
    List<Row> rows = new ArrayList<>();
    List<Findings> findings = comparison.findings();
    rows.add(new Row("backups", findings.stream().map(f -> "" + f.setting().backups()).toList()));
    rows.add(new Row("quorum", findings.stream().map(f -> f.setting().quorum().label()).toList()));
    rows.addAll(comparison.rows());
    int names = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
    return rows.stream().map(row -> line(row, names, rows, findings.size())).toList();
  }

  private static String line(Row row, int names, List<Row> rows, int columns) {
    return ("%-" + names + "s").formatted(row.name())
        + IntStream.range(0, columns)
            .mapToObj(
                column ->
                    GAP + ("%" + width(rows, column) + "s").formatted(row.values().get(column)))
            .collect(Collectors.joining());
  }

  private static int width(List<Row> rows, int column) {
    return rows.stream().mapToInt(row -> row.values().get(column).length()).max().orElse(0);
  }
}
