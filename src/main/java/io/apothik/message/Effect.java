package io.apothik.message;

import io.apothik.message.NodeMessage.TableRequest;
import io.apothik.slot.NodeName;
import io.apothik.slot.Planning;
import io.apothik.slot.SlotTable;

/** What the core wants done by whoever has a network and threads. */
public sealed interface Effect {
  /** Send the message; it may get lost. */
  record Send(NodeName to, NodeMessage message) implements Effect {}

  /** Send the message to whoever is the coordinator; it may get lost. */
  record Tell(NodeMessage message) implements Effect {}

  /** Answer a call that was given in. */
  record Answer(long call, Reply reply) implements Effect {}

  /** Act under this table from now on. */
  record Install(SlotTable table) implements Effect {}

  /**
   * Make this plan, on whatever thread, and give it back; the table from which it goes if that
   * fails.
   */
  record Plan(Planning planning) implements Effect {}

  /** Route what callers ask here by this table from now on. */
  record Route(SlotTable table) implements Effect {}

  /** Whether it is for the node as a whole to do, whichever of its loops wants it. */
  default boolean concernsNode() {
    return this instanceof Tell
        || (this instanceof Send send && send.message() instanceof TableRequest);
  }
}
