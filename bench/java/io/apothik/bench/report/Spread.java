package io.apothik.bench.report;

import java.util.List;

/** The least, the middle and the greatest of what several repetitions gave. */
public record Spread(double min, double median, double max) {

  /**
   * The spread of some values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("no values");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int count = sorted.size();
    double median = (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    return new Spread(sorted.get(0), median, sorted.get(count - 1));
  }

  /** Such as {@code 3.1 (2.9–3.4)}. */
  public String ratio() {
    return "%.2f (%.2f–%.2f)".formatted(median, min, max);
  }

  /** Such as {@code 31,000 (29,000–34,000)}. */
  String whole() {
    return "%,.0f (%,.0f–%,.0f)".formatted(median, min, max);
  }
}
