package io.apothik.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A time line in letters: a row for each node, and one for the writes that were acknowledged. */
final class Strip {
  private static final int CELLS = 60;
  private static final String HEIGHTS = " ▁▂▃▄▅▆▇█";

  private Strip() {}

  /** Its rows, and what the letters mean. */
  static List<String> rows(Findings findings, int forMillis) {
    List<String> rows = new ArrayList<>();
    String end = Span.text(forMillis);
    rows.add("%-8s0s%s%s".formatted("", " ".repeat(CELLS - 2 - end.length()), end));
    findings
        .lanes()
        .forEach(
            (node, lane) -> rows.add("%-8s%s".formatted("node " + node, row(lane, forMillis))));
    rows.add("%-8s%s".formatted("writes", writes(findings.writes())));
    rows.add("─ there  · paused  1, 2 side of a partition  ▁▄█ writes acknowledged");
    return rows;
  }

  private static String row(List<Interval> lane, int forMillis) {
    StringBuilder row = new StringBuilder(" ".repeat(CELLS));
    for (Interval one : lane) {
      int from = cell(one.fromMillis(), forMillis);
      int to = Math.max(from + 1, cell(one.toMillis(), forMillis));
      for (int i = from; i < Math.min(to, CELLS); i++) {
        row.setCharAt(i, letter(one.what()));
      }
    }
    return row.toString().stripTrailing();
  }

  private static int cell(long millis, int forMillis) {
    return (int) (millis * CELLS / forMillis);
  }

  private static char letter(String what) {
    return Map.of(Chronicle.UP, '─', Chronicle.PAUSED, '·')
        .getOrDefault(what, what.charAt(what.length() - 1));
  }

  private static String writes(List<Integer> perSecond) {
    int max = Math.max(1, perSecond.stream().mapToInt(Integer::intValue).max().orElse(0));
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < CELLS; i++) {
      int count = perSecond.get((int) ((long) i * perSecond.size() / CELLS));
      int height = (count * (HEIGHTS.length() - 1) + max - 1) / max;
      row.append(HEIGHTS.charAt(height));
    }
    return row.toString().stripTrailing();
  }
}
