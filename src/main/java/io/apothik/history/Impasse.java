package io.apothik.history;

import java.util.List;

/**
 * Where a search got furthest and found no step to take.
 *
 * @param taken how many calls of known outcome could be put in an order
 * @param calls how many there are
 * @param latest the last steps of that order, in that order
 * @param state what the key holds after them
 * @param candidates the calls of known outcome of which one should come next, as they began
 * @param optional the calls and losses that may come next, as they began
 * @param first the one among the candidates that ended first; without it there is an order
 */
record Impasse(
    int taken,
    int calls,
    List<Step> latest,
    State state,
    List<Step> candidates,
    List<Step> optional,
    Step first) {
  static final int LATEST_MAX = 12;

  String report(String key) {
    StringBuilder text = new StringBuilder();
    text.append("key %s: no order explains what was seen.%n".formatted(key));
    text.append("Of %d calls, %d can be put in an order, ".formatted(calls, taken));
    text.append("and none gets past this one:%n  %s%n".formatted(first));
    list(text, "The furthest order ends in:", latest);
    text.append("Then the key holds: %s%n".formatted(state));
    list(text, "One of these should come next, but none can:", candidates);
    list(text, "Any of these may come next, but none helps:", optional);
    return text.toString();
  }

  private static void list(StringBuilder text, String title, List<Step> steps) {
    if (!steps.isEmpty()) {
      text.append(title).append(System.lineSeparator());
      steps.forEach(step -> text.append("  %s%n".formatted(step)));
    }
  }
}
