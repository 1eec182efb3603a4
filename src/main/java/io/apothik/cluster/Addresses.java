package io.apothik.cluster;

import io.apothik.slot.NodeName;

/** The event-bus addresses that this system uses. */
public final class Addresses {
  /** The master of this very process; the only address that a bridge lets in. */
  public static final String MASTER = "apothik";

  /** Who starts and kills this machine's processes; of this very process, if it supervises any. */
  public static final String SUPERVISOR = "apothik.supervisor";

  private Addresses() {}

  /**
   * Where a node takes what concerns the slots of one of its event loops: at its name for the
   * first, which also takes what concerns the node as a whole.
   */
  public static String of(NodeName node, int loop) {
    return loop == 0 ? node.value() : node.value() + "#" + loop;
  }
}
