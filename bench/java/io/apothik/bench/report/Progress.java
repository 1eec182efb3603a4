package io.apothik.bench.report;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;

/** Tells whoever waits what is being measured. */
public final class Progress {
  private final PrintWriter out;

  public Progress(PrintWriter out) {
    this.out = out;
  }

  public void starts(String system, int repetition) {
    tell("repetition %d: %s starts".formatted(repetition, system));
  }

  public void measured(String what, JsonObject outcome) {
    String remark =
        outcome.getLong("failed") + outcome.getLong("absent") + outcome.getLong("unfinished") == 0
            ? ""
            : ", %d failed (%s), %d absent, %d unfinished"
                .formatted(
                    outcome.getLong("failed"),
                    outcome.getString("failure"),
                    outcome.getLong("absent"),
                    outcome.getLong("unfinished"));
    tell(
        "  %s: %.0f/s, p50 %.0f µs, p99 %.0f µs%s"
            .formatted(
                what,
                outcome.getDouble("throughput"),
                outcome.getDouble("p50Micros"),
                outcome.getDouble("p99Micros"),
                remark));
  }

  public void failed(String system, int repetition, Exception failure) {
    tell("repetition %d: %s FAILED: %s".formatted(repetition, system, failure.getMessage()));
  }

  public void tell(String line) {
    out.println(line);
    out.flush();
  }
}
