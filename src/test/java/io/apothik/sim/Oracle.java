package io.apothik.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.slot.Bytes;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Knows what a read of each key may find: after an acknowledged write its value alone, after one
 * that may have been applied both, and after the death of the key's primary either that or nothing;
 * never a value that was superseded.
 */
final class Oracle {
  /** How a write ended. */
  enum Outcome {
    ACKNOWLEDGED,
    REFUSED,
    MAYBE_APPLIED
  }

  private static final class Expectation {
    private List<Optional<Bytes>> possible = List.of(Optional.empty());
    private int losses;
  }

  /** A write that began and did not end yet. */
  record Write(Bytes key, Optional<Bytes> value, List<Optional<Bytes>> before, int losses) {}

  private final Map<Bytes, Expectation> expectations = new HashMap<>();
  private final int slotCount;
  private int checkedReads;

  Oracle(List<Bytes> keys, int slotCount) {
    keys.forEach(key -> expectations.put(key, new Expectation()));
    this.slotCount = slotCount;
  }

  /** How many reads could be held against a known value. */
  int checkedReads() {
    return checkedReads;
  }

  /** The keys in these slots may have lost their entries. */
  void onLoss(SlotSet slots) {
    expectations.forEach(
        (key, expectation) -> {
          if (slots.contains(Placement.SLOTS.slotOf(key, slotCount))) {
            expectation.possible = orNothing(expectation.possible);
            expectation.losses++;
          }
        });
  }

  /** A write begins: from now on its value may be found. */
  Write begin(Bytes key, Optional<Bytes> value) {
    Expectation expectation = expectations.get(key);
    List<Optional<Bytes>> before = expectation.possible;
    List<Optional<Bytes>> possible = new ArrayList<>(before);
    possible.add(value);
    expectation.possible = possible;
    return new Write(key, value, before, expectation.losses);
  }

  void end(Write write, Outcome outcome) {
    Expectation expectation = expectations.get(write.key());
    boolean lost = expectation.losses > write.losses();
    if (outcome == Outcome.ACKNOWLEDGED) {
      List<Optional<Bytes>> written = List.of(write.value());
      expectation.possible = lost ? orNothing(written) : written;
    } else if (outcome == Outcome.REFUSED) {
      expectation.possible = lost ? orNothing(write.before()) : write.before();
    }
  }

  private static List<Optional<Bytes>> orNothing(List<Optional<Bytes>> values) {
    List<Optional<Bytes>> possible = new ArrayList<>(values);
    possible.add(Optional.empty());
    return possible;
  }

  /** How often the key's entry may have been lost so far. */
  int losses(Bytes key) {
    return expectations.get(key).losses;
  }

  /**
   * A read, with no write to the same key under way.
   *
   * @param lossesBefore how often the entry may have been lost when the read began
   */
  void onRead(Bytes key, Optional<Bytes> found, int lossesBefore) {
    Expectation expectation = expectations.get(key);
    assertThat(expectation.possible).as("what a read of %s may find", key).contains(found);
    if (expectation.losses == lossesBefore) {
      expectation.possible = List.of(found);
    }
    checkedReads++;
  }

  /** What a delete said of the time before it. */
  void onDeleted(Write write, boolean found) {
    List<Optional<Bytes>> before =
        expectations.get(write.key()).losses > write.losses()
            ? orNothing(write.before())
            : write.before();
    assertThat(before)
        .as("what a delete of %s may find", write.key())
        .anyMatch(value -> value.isPresent() == found);
  }
}
