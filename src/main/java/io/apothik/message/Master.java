package io.apothik.message;

import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import java.util.function.Consumer;

/**
 * What a door knows of the node in whose process it is: its master, which does what callers ask.
 * Safe for use by several threads.
 */
public interface Master {
  /** The node. */
  NodeName name();

  /** The members as the node sees them. */
  LiveSet live();

  /** The slot table by which the node routes requests. */
  SlotTable table();

  /**
   * Does what is asked.
   *
   * @param timeoutMillis 1 to {@link Limits#TIMEOUT_MILLIS_MAX}
   * @param caller gets the reply, once, on some thread of the node; after the time-out at the
   *     latest. What went wrong is a {@link Reply.Failure}
   */
  void ask(Request request, long timeoutMillis, Consumer<Reply> caller);
}
