package io.apothik.node;

import io.apothik.message.JournalEvent.Kind;
import io.apothik.message.Pauses;
import io.apothik.slot.Incarnation;
import io.apothik.slot.Loss;
import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Notes in words how tables follow each other. While slots move, a table brings one in 128 of them;
 * such tables are no events, but what they come to is told at the end. Used by one thread.
 */
final class TableChronicle {
  private final Journal journal;
  private final LongSupplier nanos;
  private SlotTable table = SlotTable.NONE;
  private boolean moving;
  private long movingSinceNanos;
  private long movingSinceEpoch;
  private int passed;
  private Pauses pausesBefore = Pauses.NONE;
  private Pauses pauses = Pauses.NONE;

  /**
   * @param nanos the time, by {@link System#nanoTime}
   */
  TableChronicle(Journal journal, LongSupplier nanos) {
    this.journal = journal;
    this.nanos = nanos;
  }

  /** The latest of what planned moves cost on this node. */
  void onPauses(Pauses latest) {
    pauses = latest;
  }

  /** By this table the node routes from now on. */
  void onTable(SlotTable next) {
    SlotTable before = table;
    table = next;
    int passes = before.isEmpty() ? 0 : passes(before, next);
    List<String> reasons = reasons(before, next);
    boolean begins = !moving && next.moving() > 0;
    boolean ends = moving && next.moving() == 0;
    if (!reasons.isEmpty()) {
      if (passes > 0) {
        reasons.add("%d slots have another primary".formatted(passes));
      }
      journal.note(
          Kind.NEW_EPOCH, null, "epoch %d: %s".formatted(next.epoch(), String.join("; ", reasons)));
    }
    if (!before.isEmpty() && !before.tuning().equals(next.tuning())) {
      next.tuning()
          .ifPresent(tuning -> journal.note(Kind.CONFIG_CHANGED, null, "in force now: " + tuning));
    }
    noteLosses(before, next);
    noteMoves(next, begins, ends, passes);
  }

  private static List<String> reasons(SlotTable before, SlotTable next) {
    List<String> reasons = new ArrayList<>();
    if (before.isEmpty()) {
      reasons.add(
          "the first table here, of %d cache nodes and %d slots"
              .formatted(next.nodes().size(), next.slotCount()));
      return reasons;
    }
    add(reasons, "new in the ring: ", next, before);
    add(reasons, "out of the ring: ", before, next);
    if (!before.tuning().equals(next.tuning())) {
      reasons.add("another configuration");
    }
    if (!next.descendsFrom(before)) {
      reasons.add("it does not follow the one before, which was of a part that was cut off");
    }
    return reasons;
  }

  private static void add(List<String> reasons, String what, SlotTable in, SlotTable notIn) {
    Set<Incarnation> missing = new HashSet<>(in.members());
    notIn.members().forEach(missing::remove);
    if (!missing.isEmpty()) {
      reasons.add(
          what
              + missing.stream()
                  .map(process -> process.node().value())
                  .sorted()
                  .collect(Collectors.joining(", ")));
    }
  }

  private static int passes(SlotTable before, SlotTable next) {
    return (int)
        next.slotsOtherThan(before).stream()
            .filter(slot -> slot < before.slotCount() && slot < next.slotCount())
            .filter(
                slot ->
                    !next.owners(slot)
                        .primary()
                        .node()
                        .equals(before.owners(slot).primary().node()))
            .count();
  }

  private void noteLosses(SlotTable before, SlotTable next) {
    int lost =
        next.losses().stream()
            .filter(
                loss ->
                    before.isEmpty() ? loss.epoch() == next.epoch() : loss.epoch() > before.epoch())
            .mapToInt(Loss::slots)
            .sum();
    if (lost > 0) {
      journal.note(
          Kind.SLOTS_LOST,
          null,
          "%d slots lost every copy and begin anew, empty: their nodes died".formatted(lost));
    }
  }

  private void noteMoves(SlotTable next, boolean begins, boolean ends, int passes) {
    if (begins) {
      moving = true;
      movingSinceNanos = nanos.getAsLong();
      movingSinceEpoch = next.epoch();
      passed = 0;
      pausesBefore = pauses;
      journal.note(
          Kind.MIGRATION_BEGAN,
          null,
          "epoch %d: %d slots move: copies of them are filled, and then some pass to another primary"
              .formatted(next.epoch(), next.moving()));
    } else if (moving) {
      passed += passes;
    }
    if (ends) {
      moving = false;
      journal.note(Kind.MIGRATION_ENDED, null, ended(next));
    }
  }

  private String ended(SlotTable next) {
    double seconds = (nanos.getAsLong() - movingSinceNanos) / (double) TimeUnit.SECONDS.toNanos(1);
    String all =
        String.format(
            Locale.ROOT,
            "epoch %d: no slot moves any more; %d got another primary, in %.1f s and %d tables",
            next.epoch(),
            passed,
            seconds,
            next.epoch() - movingSinceEpoch + 1);
    long mine = pauses.moves() - pausesBefore.moves();
    if (mine <= 0) {
      return all;
    }
    long mean = Math.round((pauses.sumMillis() - pausesBefore.sumMillis()) / (double) mine);
    boolean longer = pauses.longestMillis() > pausesBefore.longestMillis();
    return "%s; this node took %d of them over, for which nobody answered for %d ms on average, %s %d ms"
        .formatted(
            all,
            mine,
            mean,
            longer ? "at the longest" : "none longer than",
            pauses.longestMillis());
  }
}
