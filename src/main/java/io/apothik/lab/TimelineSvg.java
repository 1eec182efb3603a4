package io.apothik.lab;

import java.util.List;
import java.util.Map;

/**
 * The time line as a picture: a bar for each node, by colour and by letter how it was, a mark for
 * each fault, and below the writes that were acknowledged in each second.
 */
final class TimelineSvg {
  private static final int WIDTH = 900;
  private static final int NAMES = 70;
  private static final int TOP = 20;
  private static final int ROW = 24;
  private static final int BAR = 16;
  private static final int CHART = 60;
  private static final int TICKS = 6;

  private final int forMillis;
  private final StringBuilder svg = new StringBuilder();

  private TimelineSvg(int forMillis) {
    this.forMillis = forMillis;
  }

  static String of(Findings findings, Scenario scenario) {
    return new TimelineSvg(scenario.forMillis()).draw(findings, scenario.faults());
  }

  private String draw(Findings findings, List<Fault> faults) {
    int chartTop = TOP + ROW * findings.lanes().size() + 8;
    int bottom = chartTop + CHART;
    add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"When each node was how, and how many"
                .formatted(WIDTH, bottom + 24)
            + " writes were acknowledged in each second; the same in words is below\">");
    axis(bottom);
    int y = TOP;
    for (Map.Entry<Integer, List<Interval>> lane : findings.lanes().entrySet()) {
      text("name", "start", 0, y + BAR - 3, "node " + lane.getKey());
      for (Interval one : lane.getValue()) {
        bar(one, y);
      }
      y += ROW;
    }
    faults.forEach(fault -> line("fault", x(fault.atMillis()), bottom, fault.toString()));
    chart(findings.writes(), chartTop);
    return svg.append("</svg>\n").toString();
  }

  private void axis(int bottom) {
    for (int i = 0; i <= TICKS; i++) {
      long millis = (long) forMillis * i / TICKS;
      String anchor = i == 0 ? "start" : i == TICKS ? "end" : "middle";
      line("axis", x(millis), bottom, Span.seconds(millis));
      text("name", anchor, x(millis), bottom + 16, Span.seconds(millis));
    }
  }

  private void bar(Interval one, int y) {
    boolean isSide = one.what().startsWith("side ");
    int x = x(one.fromMillis());
    int width = Math.max(2, x(one.toMillis()) - x);
    String times = Span.seconds(one.fromMillis()) + " to " + Span.seconds(one.toMillis());
    rectangle(isSide ? "side" : one.what(), x, y, width, BAR, one.what() + ", " + times);
    if (isSide) {
      text("side-name", "start", x + 4, y + BAR - 4, one.what());
    }
  }

  private void chart(List<Integer> writes, int top) {
    int max = Math.max(1, writes.stream().mapToInt(Integer::intValue).max().orElse(0));
    text("name", "start", 0, top + 12, "writes/s");
    text("name", "start", 0, top + 28, "up to " + max);
    for (int second = 0; second < writes.size(); second++) {
      int x = x(second * 1_000L);
      int width = Math.max(1, x((second + 1) * 1_000L) - x - 1);
      int height = writes.get(second) * CHART / max;
      rectangle(
          "writes", x, top + CHART - height, width, height, writes.get(second) + " in a second");
    }
  }

  private void line(String kind, int x, int bottom, String title) {
    add(
        "<line class=\"%1$s\" x1=\"%2$d\" x2=\"%2$d\" y1=\"%3$d\" y2=\"%4$d\"><title>%5$s</title></line>"
            .formatted(kind, x, TOP - 6, bottom, HtmlReport.escape(title)));
  }

  private void rectangle(String kind, int x, int y, int width, int height, String title) {
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s</title></rect>"
            .formatted(kind, x, y, width, height, HtmlReport.escape(title)));
  }

  private void text(String kind, String anchor, int x, int y, String text) {
    add(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%d\" y=\"%d\">%s</text>"
            .formatted(kind, anchor, x, y, HtmlReport.escape(text)));
  }

  private int x(long millis) {
    return NAMES + (int) (Math.min(millis, forMillis) * (WIDTH - NAMES - 1) / forMillis);
  }

  private void add(String element) {
    svg.append(element).append('\n');
  }
}
