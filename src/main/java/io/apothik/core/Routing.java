package io.apothik.core;

import io.apothik.message.Effect;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * From when on the callers of this node are routed by the table that it acts under. Who gains slots
 * is shown the table before those that give them: until it hears that one of those acts under it,
 * too, or the leader, who shows it to them, they still serve, and it would have its own callers
 * wait for what it cannot do yet.
 */
final class Routing {
  private final NodeName self;
  private final LongConsumer onRouted;
  private final Consumer<Effect> out;

  /** The tables that are as new as the one here, by who acts under them. */
  private final Map<NodeName, Long> heardEpochs = new HashMap<>();

  private Set<NodeName> awaited = Set.of();
  private @Nullable SlotTable held;
  private long heldUntilMillis;

  /**
   * @param onRouted hears when callers are routed by another table; gets the time, in milliseconds
   */
  Routing(NodeName self, LongConsumer onRouted, Consumer<Effect> out) {
    this.self = self;
    this.onRouted = onRouted;
    this.out = out;
  }

  /**
   * This node acts under another table.
   *
   * @param heldUntilMillis by when its callers are routed by it in any case
   */
  void install(
      SlotTable previous, SlotTable next, LiveSet live, long nowMillis, long heldUntilMillis) {
    held = next;
    this.heldUntilMillis = heldUntilMillis;
    heardEpochs.values().removeIf(epoch -> epoch < next.epoch());
    awaited = givers(previous, next, live);
    boolean isGiven = !awaited.isEmpty();
    live.coordinator().filter(leader -> !leader.equals(self)).ifPresent(awaited::add);
    if (!isGiven || awaited.stream().anyMatch(heardEpochs::containsKey)) {
      release(nowMillis);
    }
  }

  /** The nodes that live and give slots to this one. */
  private Set<NodeName> givers(SlotTable previous, SlotTable next, LiveSet live) {
    Set<NodeName> givers = new HashSet<>();
    if (!previous.isEmpty()) {
      previous.slotsOtherThan(next).stream()
          .filter(slot -> next.owners(slot).primary().node().equals(self))
          .forEach(slot -> givers.add(previous.owners(slot).primary().node()));
      givers.remove(self);
      givers.removeIf(node -> !live.contains(node));
    }
    return givers;
  }

  /** Another node acts under a table of that epoch, or a newer one. */
  void onHeard(NodeName node, long epoch, long nowMillis) {
    heardEpochs.merge(node, epoch, Math::max);
    if (held != null && epoch >= held.epoch() && awaited.contains(node)) {
      release(nowMillis);
    }
  }

  void tick(long nowMillis) {
    if (nowMillis >= heldUntilMillis) {
      release(nowMillis);
    }
  }

  private void release(long nowMillis) {
    SlotTable table = held;
    if (table != null) {
      held = null;
      onRouted.accept(nowMillis);
      out.accept(new Effect.Route(table));
    }
  }
}
