package io.apothik.message;

import io.apothik.message.SlotEvent.Changed;
import io.apothik.slot.SlotSet;

/** Hears of changes in the cluster, on one thread. */
public interface Listener {
  /**
   * A write is committed. Of one key, each is told at least once, and none after a later one,
   * unless {@link #missed} says otherwise.
   */
  void changed(Changed change);

  /** Of the keys of these slots, changes may have been missed before now. */
  void missed(SlotSet slots);
}
