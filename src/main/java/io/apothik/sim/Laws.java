package io.apothik.sim;

import io.apothik.message.VoteMessage;
import io.apothik.sim.Line.Installed;
import io.apothik.slot.SlotTable;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What holds after every step, and which table followed which. */
public final class Laws {
  private record Id(long epoch, long lineage) {
    static Id of(SlotTable table) {
      return new Id(table.epoch(), table.lineage());
    }
  }

  /**
   * A table, and the one that it followed.
   *
   * @param before {@link SlotTable#NONE} if it is the first, or nobody had the one before it
   */
  public record Followed(Installed installed, SlotTable before) {}

  private final Timeline timeline;
  private final boolean together;
  private final Map<Process, SlotTable> installed = new HashMap<>();
  private final Map<Id, Installed> known = new LinkedHashMap<>();
  private final Map<Id, Id> proposedAfter = new HashMap<>();
  private SlotTable newest = SlotTable.NONE;
  private long votedOn;

  /**
   * @param together whether nodes never part, so that there is one lineage in an epoch
   */
  Laws(Timeline timeline, boolean together) {
    this.timeline = timeline;
    this.together = together;
  }

  /** Epochs grow, and there is one table for an epoch. */
  void onInstall(Process process, SlotTable table) {
    SlotTable before = installed.put(process, table);
    require(
        before == null || table.isNewerThan(before),
        () -> process.name() + " installs " + table + " after " + before);
    Installed same = known.putIfAbsent(Id.of(table), new Installed(table, timeline.nowMillis()));
    require(
        same == null || same.table().equals(table),
        () -> "two tables for epoch " + table.epoch() + ": " + same + ", " + table);
    require(
        !together || !isOneOfTwo(table),
        () -> "another lineage in epoch " + table.epoch() + ": " + table);
    // Who is the only member chooses without a word to others, and is the first to have it.
    proposedAfter.putIfAbsent(Id.of(table), Id.of(before == null ? SlotTable.NONE : before));
    if (table.isNewerThan(newest)) {
      newest = table;
    }
  }

  /** Whether these are one table: by its name, as it is a law that all of it is the same then. */
  static boolean areOne(SlotTable table, SlotTable other) {
    return table.epoch() == other.epoch() && table.lineage() == other.lineage();
  }

  private static void require(boolean holds, Supplier<String> law) {
    if (!holds) {
      throw new BrokenLawException(law.get());
    }
  }

  private static boolean isAnother(Id id, SlotTable table) {
    return id.epoch() == table.epoch() && id.lineage() != table.lineage();
  }

  /** Somebody proposes a table. */
  void onProposed(VoteMessage.Propose proposal) {
    proposedAfter.putIfAbsent(
        new Id(proposal.difference().epoch(), proposal.difference().lineage()),
        new Id(proposal.epoch(), proposal.lineage()));
  }

  /** Somebody accepted a table that is to follow that epoch. */
  void onAccepted(long epoch) {
    votedOn = Math.max(votedOn, epoch);
  }

  /** Whether there may be a table that follows the newest, though nobody knows yet. */
  boolean isBeingReplaced() {
    return votedOn >= newest.epoch();
  }

  /** The newest table that anybody installed. */
  SlotTable newest() {
    return newest;
  }

  /** All tables, in the order in which somebody acted under them first. */
  List<Followed> tables() {
    return known.entrySet().stream()
        .map(one -> new Followed(one.getValue(), before(one.getKey())))
        .toList();
  }

  private SlotTable before(Id id) {
    Installed before = known.get(proposedAfter.get(id));
    return before == null ? SlotTable.NONE : before.table();
  }

  /**
   * All tables, as the one line that they are where a majority chooses. Where an operator went on
   * without one, a table that was chosen before may come up late, and is superseded.
   */
  Line onlyLine() {
    List<Installed> tables =
        known.values().stream()
            .filter(one -> !isOneOfTwo(one.table()) || newest.descendsFrom(one.table()))
            .sorted(Comparator.comparingLong(one -> one.table().epoch()))
            .toList();
    return new Line(tables, true);
  }

  private boolean isOneOfTwo(SlotTable table) {
    return known.keySet().stream().anyMatch(id -> isAnother(id, table));
  }

  /** For each table that none followed, how it came about. */
  List<Line> lines() {
    Set<@Nullable Id> followed =
        new HashSet<>(known.keySet().stream().map(proposedAfter::get).toList());
    return known.keySet().stream().filter(id -> !followed.contains(id)).map(this::lineTo).toList();
  }

  private Line lineTo(Id last) {
    Deque<Installed> tables = new ArrayDeque<>();
    for (Id id = last; id != null && known.containsKey(id); id = proposedAfter.get(id)) {
      tables.addFirst(known.get(id));
    }
    return new Line(List.copyOf(tables), false);
  }
}
