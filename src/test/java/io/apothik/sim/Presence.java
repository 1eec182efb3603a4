package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.sim.Journal.Asked;
import io.apothik.sim.Scans.Scan;
import java.util.List;

/** When a key was certainly there, or certainly not, as its callers were told. */
final class Presence {
  private final String key;
  private final List<Asked> asked;
  private final Line line;

  /**
   * @param asked of the key
   */
  Presence(String key, List<Asked> asked, Line line) {
    this.key = key;
    this.asked = asked;
    this.line = line;
  }

  /** What is there all the time is reported, and what is not all the time, is not. */
  void check(Scan scan) {
    boolean reported = scan.keys().contains(key);
    assertThat(!reported && isSurelyThere(scan)).as("%s is missing in %s", key, scan).isFalse();
    assertThat(reported && isSurelyGone(scan)).as("%s is not there in %s", key, scan).isFalse();
  }

  private boolean isSurelyThere(Scan scan) {
    return asked.stream()
        .filter(one -> one.endMillis() < scan.beginMillis() && shows(one))
        .anyMatch(one -> isUndisturbed(one.beginMillis(), scan.endMillis(), true));
  }

  private boolean isSurelyGone(Scan scan) {
    return isUndisturbed(-1, scan.endMillis(), false)
        || asked.stream()
            .filter(one -> one.endMillis() < scan.beginMillis() && takesAway(one))
            .anyMatch(one -> isUndisturbed(one.beginMillis(), scan.endMillis(), false));
  }

  /** Whether the key was there at one time of this call. */
  private static boolean shows(Asked one) {
    Outcome outcome = one.outcome();
    return outcome instanceof Outcome.Found
        || outcome instanceof Outcome.Stored
        || outcome instanceof Outcome.Sum
        || outcome instanceof Outcome.Length;
  }

  private static boolean takesAway(Asked one) {
    return one.operation() instanceof Operation.Delete && one.outcome() != null;
  }

  /** Whether nothing in that time may have taken it away, or brought it. */
  private boolean isUndisturbed(long fromMillis, long toMillis, boolean isThere) {
    return !(isThere && line.isLostWithin(key, fromMillis, toMillis))
        && asked.stream()
            .filter(one -> one.beginMillis() <= toMillis && one.endMillis() >= fromMillis)
            .noneMatch(one -> isThere ? mayTakeAway(one) : mayBring(one));
  }

  private static boolean mayTakeAway(Asked one) {
    return one.operation() instanceof Operation.Delete && one.mayHaveTakenEffect();
  }

  private static boolean mayBring(Asked one) {
    boolean writes =
        !(one.operation() instanceof Operation.Read || one.operation() instanceof Operation.Delete);
    return writes && one.mayHaveTakenEffect();
  }
}
