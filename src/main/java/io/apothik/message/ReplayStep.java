package io.apothik.message;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What can be done in the experiment that shows three placements side by side. */
public enum ReplayStep {
  /** Puts the keys {@code k_1_1} to {@code k_1_5000}. */
  FILL("fill"),
  /** A node dies: of those that are there the one with the lowest number. */
  KILL("kill"),
  /** In a fresh cluster that is filled, a master that keeps nothing is counted as a node. */
  COUNT_MASTER("count-master"),
  /** A node comes, with nothing in it, under the lowest number that is free. */
  ADD("add"),
  /** Five nodes, and nothing in them. */
  START_OVER("start-over");

  private final String label;

  ReplayStep(String label) {
    this.label = label;
  }

  /** How requests name it. */
  public String label() {
    return label;
  }

  /**
   * The step with that label.
   *
   * @throws FailureException with BAD_REQUEST if there is none
   */
  public static ReplayStep labelled(String label) {
    for (ReplayStep step : values()) {
      if (step.label.equals(label)) {
        return step;
      }
    }
    throw new FailureException(
        ErrorCode.BAD_REQUEST,
        "there is no step '%s'; there are %s"
            .formatted(
                label.length() <= 64 ? label : label.substring(0, 64) + "…",
                Arrays.stream(values()).map(ReplayStep::label).collect(Collectors.joining(", "))));
  }
}
