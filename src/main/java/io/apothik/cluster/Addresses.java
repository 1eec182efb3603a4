package io.apothik.cluster;

/** The event-bus addresses that this system uses, besides each node's name. */
public final class Addresses {
  /** The master of this very process; the only address that a bridge lets in. */
  public static final String MASTER = "apothik";

  /** Who starts and kills this machine's processes; of this very process, if it supervises any. */
  public static final String SUPERVISOR = "apothik.supervisor";

  private Addresses() {}
}
