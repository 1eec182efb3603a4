package io.apothik.core;

import io.apothik.message.Limits;
import io.apothik.slot.Move;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The latest changes of each slot's owners that a node lived through, {@link Limits#SLOT_MOVES_MAX}
 * a slot. Slots that changed alike at once share what is remembered of it.
 */
final class SlotHistory {
  private record Past(long epoch, long atMillis, SlotOwners owners) {
    Move toMove(long nowMillis) {
      return new Move(epoch, nowMillis - atMillis, owners);
    }
  }

  private static final Past[] NOTHING = {};

  private final Past[][] slots;

  SlotHistory(int slotCount) {
    this.slots = new Past[slotCount][];
    Arrays.fill(slots, NOTHING);
  }

  /** A table follows the one before. */
  void note(SlotTable previous, SlotTable next, long nowMillis) {
    Map<SlotOwners, Past> alike = new HashMap<>();
    next.slotsOtherThan(previous).stream()
        .filter(slot -> slot < slots.length)
        .forEach(
            slot -> {
              Past past =
                  alike.computeIfAbsent(
                      next.owners(slot), owners -> new Past(next.epoch(), nowMillis, owners));
              slots[slot] = with(slots[slot], past);
            });
  }

  private static Past[] with(Past[] known, Past latest) {
    int from = Math.max(0, known.length + 1 - Limits.SLOT_MOVES_MAX);
    Past[] longer = Arrays.copyOfRange(known, from, known.length + 1);
    longer[longer.length - 1] = latest;
    return longer;
  }

  /** What is remembered of a slot, oldest first; nothing of one that no table has. */
  List<Move> moves(int slot, long nowMillis) {
    Past[] known = slot < slots.length ? slots[slot] : NOTHING;
    return Stream.of(known).map(past -> past.toMove(nowMillis)).toList();
  }

  /**
   * What several nodes remember of a slot, as one history.
   *
   * <p>A node that joined later, or skipped tables, learned of a change with a later table than the
   * one that brought it; there, others remember the same owners already.
   *
   * @param remembered by each node, oldest first; who is believed first where two tables of one
   *     epoch were chosen
   */
  static List<Move> merged(Collection<List<Move>> remembered) {
    TreeMap<Long, Move> byEpoch = new TreeMap<>();
    for (List<Move> moves : remembered) {
      moves.forEach(move -> byEpoch.merge(move.epoch(), move, SlotHistory::earlier));
    }
    SlotOwners[] last = new SlotOwners[1];
    List<Move> changes =
        byEpoch.values().stream()
            .filter(
                move -> {
                  boolean changed = !move.owners().equals(last[0]);
                  last[0] = move.owners();
                  return changed;
                })
            .toList();
    return changes.subList(Math.max(0, changes.size() - Limits.SLOT_MOVES_MAX), changes.size());
  }

  private static Move earlier(Move first, Move other) {
    return new Move(first.epoch(), Math.max(first.agoMillis(), other.agoMillis()), first.owners());
  }
}
