package io.apothik.cluster;

import io.apothik.slot.NodeName;

/** The event-bus addresses that this system uses, besides each node's name. */
public final class Addresses {
  /** The master of this very process; the only address that a bridge lets in. */
  public static final String MASTER = "apothik";

  /** Where newly chosen tables are announced to all nodes. */
  static final String TABLE = "apothik.table";

  /** Who starts and kills this machine's processes; of this very process, if it supervises any. */
  public static final String SUPERVISOR = "apothik.supervisor";

  private Addresses() {}

  /** Where a cache node listens for what concerns it as coordinator. */
  public static String coordinator(NodeName node) {
    return node.value() + "/coordinator";
  }
}
