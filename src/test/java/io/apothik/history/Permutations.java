package io.apothik.history;

import io.apothik.history.Step.Kind;
import java.util.ArrayList;
import java.util.List;

/** Decides linearizability by the definition: tries every order of one key's steps. */
final class Permutations {
  private Permutations() {}

  static boolean explain(List<Step> steps) {
    return explain(steps, State.ABSENT);
  }

  private static boolean explain(List<Step> steps, State state) {
    if (steps.stream().allMatch(Step::isOptional)) {
      return true;
    }
    return steps.stream()
        .filter(step -> steps.stream().noneMatch(other -> mustPrecede(other, step)))
        .anyMatch(step -> explainFrom(step, steps, state));
  }

  private static boolean mustPrecede(Step other, Step step) {
    return !other.isOptional() && isOver(other, step);
  }

  private static boolean explainFrom(Step step, List<Step> steps, State state) {
    State next = step.after(state);
    if (next == null) {
      return false;
    }
    List<Step> rest = new ArrayList<>(steps);
    if (step.kind() != Kind.LOSSES) {
      rest.remove(step);
    }
    rest.removeIf(other -> isOver(other, step));
    return explain(rest, next);
  }

  private static boolean isOver(Step other, Step step) {
    return other.end().compareTo(step.begin()) < 0;
  }
}
