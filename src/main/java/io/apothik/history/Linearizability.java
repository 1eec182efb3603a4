package io.apothik.history;

import io.apothik.history.Verdict.Kind;
import java.util.List;
import java.util.Map;

/**
 * Decides whether a history is linearizable: whether each call can be given a point between its
 * beginning and its end so that, in the order of these points, a plain map would have answered the
 * same. Keys are checked one by one, for linearizability is a local property.
 *
 * <ol>
 *   <li>Herlihy, Wing: Linearizability: a correctness condition for concurrent objects, TOPLAS
 *       1990, section 3.1 (locality)
 *   <li>Wing, Gong: Testing and verifying concurrent objects, JPDC 1993 (the search)
 *   <li>Lowe: Testing for linearizability, Concurrency and Computation 2017 (memory of what was
 *       tried)
 *   <li>Athalye: Porcupine, 2017 (partition by key)
 * </ol>
 */
public final class Linearizability {
  /** How many steps the search takes for one key unless told otherwise: some seconds' worth. */
  public static final long STEPS_MAX = 3_000_000;

  private Linearizability() {}

  public static Verdict check(History history) {
    return check(history, STEPS_MAX);
  }

  /**
   * The same, giving up on a key after so many steps. A violation on any key outweighs an unknown
   * verdict on another.
   */
  public static Verdict check(History history, long stepsMax) {
    Verdict verdict = Verdict.LINEARIZABLE;
    for (Map.Entry<String, List<Step>> key : history.steps().entrySet()) {
      Verdict ofKey = new Search(key.getKey(), key.getValue(), stepsMax).run();
      if (ofKey.kind() == Kind.VIOLATION) {
        return ofKey;
      }
      if (verdict.isLinearizable()) {
        verdict = ofKey;
      }
    }
    return verdict;
  }
}
