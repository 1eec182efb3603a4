package io.apothik.slot;

import io.apothik.slot.Layout.Existing;
import io.apothik.slot.Survivors.Remnant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans the next slot table: a pure function of the current one and of who is there.
 *
 * <ol>
 *   <li>{@link Survivors}: what is left of the table, with complete learners in sync.
 *   <li>{@link Layout}: who should hold what in the end, as near as can be to what exists.
 *   <li>{@link Transition}: the next step from the one to the other for each slot.
 * </ol>
 *
 * <p>Safety: a copy is in sync only if it was so or a primary says that it is now, or if it begins
 * with the cluster, before anything was written; a slot's primary is one of those, and if none is
 * left the slot is lost and begins anew, empty. Redundancy is never given up on purpose before what
 * replaces it is in sync.
 *
 * <p>Members: those of the current table that stay, in their order there, then the new ones in the
 * order of the live ones.
 *
 * <p>Balance: primaries per node differ by at most one, and so do backups; a balanced table is a
 * fixed point; newcomers get their share and nobody else gets anything, and of those that go only
 * what they held moves. Balance goes before least movement, and that before different hosts and
 * before an even spread of every node's backups.
 */
public final class Planner {
  /** The most backups that a slot can be asked to have. */
  public static final int BACKUPS_MAX = 3;

  /** How many losses a table remembers. */
  public static final int LOSSES_MAX = 8;

  private final int slotCount;
  private final int backups;
  private final @Nullable Tuning tuning;

  /**
   * Plans tables that say, and follow, that tuning.
   *
   * @param slotCount how many slots a table has, at least 1
   */
  public Planner(int slotCount, Tuning tuning) {
    this(slotCount, tuning.backups(), tuning);
  }

  /**
   * Plans tables that say of their tuning what those before them say.
   *
   * @param slotCount how many slots a table has, at least 1
   * @param backups how many backups each slot should have, in 0..{@link #BACKUPS_MAX}; there are
   *     fewer where there are not that many other nodes
   */
  public Planner(int slotCount, int backups) {
    this(slotCount, backups, null);
  }

  private Planner(int slotCount, int backups, @Nullable Tuning tuning) {
    if (slotCount < 1 || backups < 0 || backups > BACKUPS_MAX) {
      throw new IllegalArgumentException(
          "no plan for %d slots with %d backups".formatted(slotCount, backups));
    }
    this.slotCount = slotCount;
    this.backups = backups;
    this.tuning = tuning;
  }

  /**
   * The table that should follow.
   *
   * @param table the current table, or {@link SlotTable#NONE}
   * @return a table with the next epoch and the same lineage, or the given table itself if nothing
   *     should change
   * @throws IllegalArgumentException if the table has another number of slots
   */
  public SlotTable plan(SlotTable table, Situation situation) {
    if (!table.isEmpty() && table.slotCount() != slotCount) {
      throw new IllegalArgumentException(
          "the table has %d slots, not %d".formatted(table.slotCount(), slotCount));
    }
    if (situation.live().isEmpty()) {
      return table;
    }
    List<NodeName> staying = situation.staying();
    Remnant[] remnants = remnants(table, situation, staying);
    List<SlotOwners> owners =
        new Transition(table, remnants, staying).towards(layout(remnants, staying));
    SlotTable next =
        table
            .next(members(table, situation, staying, owners), owners, losses(table, remnants))
            .withTuning(tuning == null ? table.tuning().orElse(null) : tuning);
    return next.sameContent(table) ? table : next;
  }

  private Remnant[] remnants(SlotTable table, Situation situation, List<NodeName> staying) {
    if (table.isEmpty()) {
      Remnant[] nothing = new Remnant[slotCount];
      Arrays.fill(nothing, Remnant.NOTHING);
      return nothing;
    }
    Map<NodeName, Integer> numbers = new HashMap<>();
    staying.forEach(node -> numbers.put(node, numbers.size()));
    // What was begun for more backups is not gone on with; else newcomers are to learn on.
    boolean isLess = table.tuning().filter(before -> before.backups() > backups).isPresent();
    int enough = isLess ? width(staying) : Integer.MAX_VALUE;
    return new Survivors(table, situation, numbers, enough).remnants();
  }

  /** How many copies a slot can have. */
  private int width(List<NodeName> staying) {
    return Math.min(backups, staying.size() - 1) + 1;
  }

  private Layout layout(Remnant[] remnants, List<NodeName> staying) {
    Existing[] existing = new Existing[slotCount];
    for (int slot = 0; slot < slotCount; slot++) {
      existing[slot] = remnants[slot].existing();
    }
    Layout layout = new Layout(staying, width(staying), existing);
    Quotas quotas = Quotas.of(layout);
    new Keeping(layout, quotas).keep();
    new Filling(layout, quotas).fill();
    new CopyLevelling(layout, quotas).level();
    new Separation(layout).separate();
    new PrimaryLevelling(layout, quotas).level();
    return layout;
  }

  /** Those that stay come first and in their order, so that members can be sent as a difference. */
  private static List<Incarnation> members(
      SlotTable table, Situation situation, List<NodeName> staying, List<SlotOwners> owners) {
    Set<NodeName> wanted = new HashSet<>(staying);
    if (staying.size() < situation.live().size()) {
      for (SlotOwners slot : owners) {
        wanted.add(slot.primary().node());
        slot.backups().forEach(copy -> wanted.add(copy.node()));
      }
    }
    Set<Incarnation> there = new LinkedHashSet<>();
    for (Incarnation process : situation.live()) {
      if (wanted.contains(process.node())) {
        there.add(process);
      }
    }
    Set<Incarnation> members = new LinkedHashSet<>(table.members());
    members.retainAll(there);
    members.addAll(there);
    return List.copyOf(members);
  }

  private static List<Loss> losses(SlotTable table, Remnant[] remnants) {
    List<Loss> losses = new ArrayList<>(table.losses());
    int lost = 0;
    for (Remnant remnant : remnants) {
      lost += remnant.isNothing() ? 1 : 0;
    }
    if (lost > 0 && !table.isEmpty()) {
      losses.add(new Loss(table.epoch() + 1, lost));
    }
    return losses.subList(Math.max(0, losses.size() - LOSSES_MAX), losses.size());
  }
}
