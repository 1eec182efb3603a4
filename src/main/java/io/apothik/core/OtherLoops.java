package io.apothik.core;

import io.apothik.slot.SlotTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The loops of a node beside its first, which uses this to have them do what it says. */
final class OtherLoops {
  private static final int TRIES = 20;

  /** What one loop has under its table. */
  private record Part(long epoch, Account account) {}

  private final Loops loops;
  private final List<NodeLoop> others = new ArrayList<>();
  private final Set<NodeLoop> behind = new HashSet<>();
  private SlotTable newest = SlotTable.NONE;

  OtherLoops(Loops loops) {
    this.loops = loops;
  }

  void add(NodeLoop loop) {
    others.add(loop);
  }

  boolean isEmpty() {
    return others.isEmpty();
  }

  NodeLoop get(int number) {
    return others.get(number - 1);
  }

  /**
   * Has all of them act under a newer table.
   *
   * @param onInstalled called on the first loop when all do, with the time in milliseconds; not if
   *     another table came meanwhile, nor if there are no loops
   */
  void install(SlotTable next, LongConsumer onInstalled) {
    newest = next;
    behind.addAll(others);
    onEach(
        (other, now) -> {
          SlotTable previous = other.table();
          other.install(next, now);
          loops.run(
              0,
              then -> {
                if (next.equals(newest) && behind.remove(other) && behind.isEmpty()) {
                  onInstalled.accept(then);
                }
              });
          other.note(previous, next, now);
        });
  }

  /** From now on callers may come to the node for all the slots that its table gives it. */
  void onRouted() {
    onEach((other, now) -> other.replica().onRouted(now));
  }

  /**
   * Tells what all loops have under one table. What they have under different ones may be the same
   * slot twice, or not at all; so while they do, they are asked again.
   */
  void account(NodeLoop first, Consumer<Account> taker) {
    account(first, taker, TRIES);
  }

  private void account(NodeLoop first, Consumer<Account> taker, int tries) {
    List<Part> parts = new ArrayList<>();
    onEach(
        (other, now) -> {
          Part part = new Part(other.table().epoch(), other.account(now));
          loops.run(
              0,
              then -> {
                parts.add(part);
                if (parts.size() == others.size()) {
                  add(first, then, parts, taker, tries);
                }
              });
        });
  }

  private void add(NodeLoop first, long now, List<Part> parts, Consumer<Account> taker, int tries) {
    long epoch = first.table().epoch();
    if (tries > 1 && parts.stream().anyMatch(part -> part.epoch() != epoch)) {
      account(first, taker, tries - 1);
    } else {
      taker.accept(parts.stream().map(Part::account).reduce(first.account(now), Account::and));
    }
  }

  private interface Action {
    void run(NodeLoop other, long now);
  }

  private void onEach(Action action) {
    for (int loop = 1; loop <= others.size(); loop++) {
      NodeLoop other = get(loop);
      loops.run(loop, now -> action.run(other, now));
    }
  }
}
