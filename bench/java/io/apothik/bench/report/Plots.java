package io.apothik.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The two plots of one kind of work: throughput over concurrency, and latency over rate. */
final class Plots {
  private final Run run;
  private final String ours;
  private final List<String> systems;
  private final List<Run.Key> keys;

  /**
   * @param keys of the same work
   */
  Plots(Run run, String ours, List<String> systems, List<Run.Key> keys) {
    this.run = run;
    this.ours = ours;
    this.systems = systems;
    this.keys = keys;
  }

  void write(Path directory) throws IOException {
    String suffix = "-" + ours + "-" + keys.get(0).file() + ".svg";
    List<Run.Key> closed = keys.stream().filter(Run.Key::isClosed).toList();
    List<Run.Key> open = keys.stream().filter(key -> key.rate() > 0).toList();
    String work = ": " + keys.get(0).work();
    Plot throughput = new Plot("Throughput" + work, "requests in flight", "requests/s (median)");
    write(
        directory.resolve("throughput" + suffix),
        throughput,
        series(closed, Run.Key::depth, "throughput"));
    Plot latency = new Plot("Latency" + work, "requests/s offered", "p99 in µs (median)");
    write(directory.resolve("latency" + suffix), latency, series(open, Run.Key::rate, "p99Micros"));
  }

  private static void write(Path file, Plot plot, Map<String, List<Plot.Point>> series)
      throws IOException {
    if (!series.isEmpty()) {
      Files.writeString(file, plot.svg(series));
    }
  }

  private Map<String, List<Plot.Point>> series(
      List<Run.Key> some, ToDoubleFunction<Run.Key> x, String field) {
    Map<String, List<Plot.Point>> series = new LinkedHashMap<>();
    for (String system : systems) {
      List<Plot.Point> points = new ArrayList<>();
      for (Run.Key key : some) {
        run.spread(key, system, field)
            .ifPresent(spread -> points.add(new Plot.Point(x.applyAsDouble(key), spread.median())));
      }
      if (!points.isEmpty()) {
        series.put(system, points);
      }
    }
    return series;
  }
}
