package io.apothik.bench;

import io.apothik.bench.report.Progress;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One run: every system in turn, and that again and again. Each time, its processes are started
 * anew and the order is another one, so that neither a lucky compilation nor a busy minute of the
 * machine goes to one system alone.
 */
final class Session {
  private final List<String> contestants;
  private final Plan plan;
  private final Effort effort;
  private final List<String> options;
  private final Path logs;
  private final Progress progress;
  private final JsonArray measurements = new JsonArray();

  /**
   * @param options of each JVM
   * @param logs where to write what the processes say
   */
  Session(
      List<String> contestants,
      Plan plan,
      Effort effort,
      List<String> options,
      Path logs,
      Progress progress) {
    this.contestants = List.copyOf(contestants);
    this.plan = plan;
    this.effort = effort;
    this.options = List.copyOf(options);
    this.logs = logs;
    this.progress = progress;
  }

  /** Measures everything; a system that fails is told of, and left out of that repetition. */
  JsonArray run() {
    for (int repetition = 1; repetition <= effort.repetitions(); repetition++) {
      List<String> order = new ArrayList<>(contestants);
      Collections.rotate(order, -(repetition - 1) * effort.rotation(contestants.size()));
      for (String contestant : order) {
        try {
          measure(contestant, repetition);
        } catch (IOException | RuntimeException failure) {
          progress.failed(contestant, repetition, failure);
        }
      }
    }
    return measurements;
  }

  private void measure(String contestant, int repetition) throws IOException {
    progress.starts(contestant, repetition);
    Path log = logs.resolve("%s-%d.log".formatted(contestant, repetition));
    try (Stage stage = Stage.set(contestant, options, log)) {
      int loaded = 0;
      double capacity = 0;
      for (Cell cell : plan.cells()) {
        if (cell.valueBytes() != loaded) {
          loaded = cell.valueBytes();
          stage.load(effort.keys(), loaded);
          stage.measure(warmUp(cell), effort.firstWarmUpSeconds());
        }
        Cell known = cell.share() > 0 ? cell.at(Math.max(1, cell.share() * capacity)) : cell;
        stage.measure(known, effort.warmUpSeconds());
        JsonObject outcome = stage.measure(known, effort.seconds());
        if (cell.isClosed()) {
          boolean first = cell.depth() == plan.depths().get(0);
          double reached = outcome.getDouble("throughput");
          capacity = first ? reached : Math.max(capacity, reached);
        }
        note(contestant, repetition, cell, known, outcome);
      }
    }
  }

  /** What compiles what all cells need, writes included. */
  private static Cell warmUp(Cell cell) {
    return new Cell(
        cell.valueBytes(), cell.zipf(), Effort.WARM_UP_READS, Effort.WARM_UP_DEPTH, 0, 0);
  }

  private void note(String contestant, int repetition, Cell cell, Cell known, JsonObject outcome) {
    progress.measured(contestant + ": " + cell.work() + ", " + cell.pace(), outcome);
    measurements.add(
        new JsonObject()
            .put("system", contestant)
            .put("repetition", repetition)
            .put("cell", cell.toJson())
            .put("offered", known.rate())
            .put("outcome", outcome));
  }
}
