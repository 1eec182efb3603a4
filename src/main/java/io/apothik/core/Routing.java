package io.apothik.core;

import io.apothik.message.Effect;
import io.apothik.replica.Replica;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * From when on the callers of this node are routed by the table that it acts under. Who gains slots
 * is shown the table before those that lose them: until it hears that another node acts under it,
 * too, those still serve, and it would have its own callers wait for what it cannot do yet.
 */
final class Routing {
  private final NodeName self;
  private final Replica replica;
  private final Consumer<Effect> out;
  private @Nullable SlotTable held;
  private long heldUntilMillis;
  private long heardEpoch;

  Routing(NodeName self, Replica replica, Consumer<Effect> out) {
    this.self = self;
    this.replica = replica;
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
    if (heardEpoch >= next.epoch() || !isGiven(previous, next, live)) {
      release(nowMillis);
    }
  }

  /** Whether a slot passes from a node that lives to this one. */
  private boolean isGiven(SlotTable previous, SlotTable next, LiveSet live) {
    return !previous.isEmpty()
        && previous.slotsOtherThan(next).stream()
            .anyMatch(slot -> isGiven(previous.owners(slot), next.owners(slot), live));
  }

  private boolean isGiven(SlotOwners previous, SlotOwners next, LiveSet live) {
    NodeName giver = previous.primary().node();
    return next.primary().node().equals(self) && !giver.equals(self) && live.contains(giver);
  }

  /** Another node acts under a table of that epoch. */
  void onHeard(long epoch, long nowMillis) {
    heardEpoch = Math.max(heardEpoch, epoch);
    if (held != null && epoch >= held.epoch()) {
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
      replica.onRouted(nowMillis);
      out.accept(new Effect.Route(table));
    }
  }
}
