package io.apothik.lab;

import io.apothik.lab.Comparison.Row;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of a scenario as a page of its own: a time line, the course in words, and the table.
 * Without scripts, and without anything from elsewhere; light or dark, as its reader prefers.
 */
public final class HtmlReport {
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>Apothik: the failure laboratory</title>
      <style>
      %s</style>
      </head>
      <body>
      <main>
      <h1>The failure laboratory</h1>
      <p>%s</p>
      <p class="verdict">%s</p>
      <h2>Time line</h2>
      <div class="wide" tabindex="0">
      %s</div>
      <h2>What happened</h2>
      <div class="wide" tabindex="0">
      <table>
      <thead><tr><th scope="col">at</th><th scope="col">what</th></tr></thead>
      <tbody>
      %s</tbody>
      </table>
      </div>
      <h2>With other settings</h2>
      <p>The same faults, calls and seed; the first column is the setting that was asked for.</p>
      <div class="wide" tabindex="0">
      <table class="numbers">
      <thead><tr><th scope="col">setting</th>%s</tr></thead>
      <tbody>
      %s</tbody>
      </table>
      </div>
      </main>
      </body>
      </html>
      """;

  private static final String STYLE =
      """
      :root { --ground: #fff; --text: #1b1b1f; --quiet: #5c5f66; --line: #d5d7dc;
        --up: #9db8dc; --side: #2f6fb3; --side-text: #fff; --paused: #b3541e; --writes: #2b7a4b; }
      @media (prefers-color-scheme: dark) {
        :root { --ground: #16181d; --text: #e6e7ea; --quiet: #a3a8b3; --line: #3a3e47;
          --up: #40597c; --side: #7db4ef; --side-text: #10131a; --paused: #f0a06a;
          --writes: #62c48a; } }
      body { margin: 0; background: var(--ground); color: var(--text);
        font: 16px/1.5 system-ui, sans-serif; }
      main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
      .verdict { font-weight: 600; }
      .wide { overflow-x: auto; }
      table { border-collapse: collapse; }
      th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line);
        vertical-align: top; font-variant-numeric: tabular-nums; }
      tbody th { font-weight: 400; }
      td:first-child { white-space: nowrap; }
      .numbers td, .numbers thead th:not(:first-child) { text-align: right; }
      tr.fault td { font-weight: 600; }
      tr.cluster td:last-child { color: var(--quiet); }
      svg { min-width: 40rem; width: 100%; height: auto; font: 12px system-ui, sans-serif; }
      svg text { fill: var(--text); }
      svg .axis { stroke: var(--line); }
      svg .up { fill: var(--up); }
      svg .side { fill: var(--side); }
      svg .side-name { fill: var(--side-text); }
      svg .paused { fill: var(--paused); }
      svg .fault { stroke: var(--paused); stroke-dasharray: 3 3; }
      svg .writes { fill: var(--writes); }
      """;

  private HtmlReport() {}

  /** The page. */
  public static String page(Comparison comparison) {
    Scenario scenario = comparison.scenario();
    return PAGE.formatted(
        STYLE,
        escape(TextReport.headline(scenario)),
        escape(comparison.verdict()),
        TimelineSvg.of(comparison.own(), scenario),
        comparison.own().happenings().stream()
            .map(HtmlReport::happening)
            .collect(Collectors.joining()),
        comparison.findings().stream()
            .map(one -> "<th scope=\"col\">%s</th>".formatted(escape(one.setting().toString())))
            .collect(Collectors.joining()),
        rows(comparison.rows()));
  }

  private static String happening(Happening one) {
    return "<tr class=\"%s\"><td>%s</td><td>%s</td></tr>\n"
        .formatted(one.kind().label(), Span.seconds(one.atMillis()), escape(one.words()));
  }

  private static String rows(List<Row> rows) {
    return rows.stream()
        .map(
            row ->
                "<tr><th scope=\"row\">%s</th>%s</tr>\n"
                    .formatted(
                        escape(row.name()),
                        row.values().stream()
                            .map(value -> "<td>%s</td>".formatted(escape(value)))
                            .collect(Collectors.joining())))
        .collect(Collectors.joining());
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
