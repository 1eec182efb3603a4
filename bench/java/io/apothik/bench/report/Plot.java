package io.apothik.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A drawing of lines over two logarithmic axes, as SVG. */
final class Plot {
  /** What was measured at one place of the horizontal axis; both above 0. */
  record Point(double x, double y) {}

  private static final int WIDTH = 760;
  private static final int HEIGHT = 440;
  private static final int LEFT = 80;
  private static final int RIGHT = 590;
  private static final int TOP = 50;
  private static final int BOTTOM = 380;
  private static final int LINE_HEIGHT = 20;
  private static final List<String> COLOURS =
      List.of("#c1121f", "#1d3557", "#2a9d8f", "#e09f3e", "#6a4c93", "#577590", "#8d6e63");

  private final String title;
  private final String across;
  private final String upwards;
  private final StringBuilder out = new StringBuilder();
  private double minX = Double.MAX_VALUE;
  private double maxX;
  private double minY = Double.MAX_VALUE;
  private double maxY;

  Plot(String title, String across, String upwards) {
    this.title = title;
    this.across = across;
    this.upwards = upwards;
  }

  /** The drawing of one line for each name; may be called once. */
  String svg(Map<String, List<Point>> series) {
    series.values().forEach(points -> points.forEach(this::stretch));
    minY = Math.pow(10, Math.floor(Math.log10(minY)));
    maxY = Math.pow(10, Math.ceil(Math.log10(maxY * (1 + 1e-9))));
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>");
    text(LEFT, TOP - LINE_HEIGHT, "start", title);
    text((LEFT + RIGHT) / 2.0, BOTTOM + 2 * LINE_HEIGHT, "middle", across);
    text(LEFT, TOP - LINE_HEIGHT / 4.0, "middle", upwards);
    grid(series);
    int index = 0;
    for (Map.Entry<String, List<Point>> line : series.entrySet()) {
      draw(index++, line.getKey(), line.getValue());
    }
    return out.append("</svg>\n").toString();
  }

  private void stretch(Point point) {
    minX = Math.min(minX, point.x);
    maxX = Math.max(maxX, point.x);
    minY = Math.min(minY, Math.max(point.y, Double.MIN_NORMAL));
    maxY = Math.max(maxY, point.y);
  }

  private void grid(Map<String, List<Point>> series) {
    for (double y = minY; y <= maxY * (1 + 1e-9); y *= 10) {
      rule(LEFT, y(y), RIGHT, y(y));
      text(LEFT - LINE_HEIGHT / 4.0, y(y) + LINE_HEIGHT / 5.0, "end", "%,.0f".formatted(y));
    }
    series.values().stream()
        .flatMap(List::stream)
        .map(Point::x)
        .distinct()
        .forEach(
            x -> {
              rule(x(x), TOP, x(x), BOTTOM);
              text(x(x), BOTTOM + LINE_HEIGHT, "middle", "%,.0f".formatted(x));
            });
  }

  private void draw(int index, String name, List<Point> points) {
    String colour = COLOURS.get(index % COLOURS.size());
    StringBuilder corners = new StringBuilder();
    for (Point point : points) {
      corners.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(point.x), y(point.y)));
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x(point.x), y(point.y), colour);
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>",
        corners.toString().strip(), colour);
    double legend = TOP + index * (double) LINE_HEIGHT;
    add("<circle cx=\"%d\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>", RIGHT + LINE_HEIGHT, legend, colour);
    text(RIGHT + 2 * LINE_HEIGHT, legend + LINE_HEIGHT / 5.0, "start", name);
  }

  private double x(double value) {
    return LEFT + (RIGHT - LEFT) * part(minX, value, maxX);
  }

  private double y(double value) {
    return BOTTOM - (BOTTOM - TOP) * part(minY, value, maxY);
  }

  private static double part(double min, double value, double max) {
    return max > min ? Math.log(Math.max(value, min) / min) / Math.log(max / min) : 0;
  }

  private void rule(double fromX, double fromY, double toX, double toY) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
        fromX, fromY, toX, toY);
  }

  private void text(double x, double y, String anchor, String words) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
  }

  private void add(String form, Object... values) {
    out.append(String.format(Locale.ROOT, form, values)).append('\n');
  }
}
