package io.apothik.message;

/** Every maximum of the system, with its unit in its name. */
public final class Limits {
  public static final int KEY_BYTES_MAX = 64 * 1024;
  public static final int VALUE_BYTES_MAX = 1024 * 1024;

  /** How long a caller may wait at most, and how long it waits if it does not say. */
  public static final int TIMEOUT_MILLIS_MAX = 25_000;

  public static final int TIMEOUT_MILLIS_DEFAULT = 5_000;

  /** One fill request; the command line sends as many as it needs. */
  public static final int FILL_ENTRIES_MAX = 10_000;

  /** How many entries of one fill are on their way at the same time. */
  public static final int FILL_IN_FLIGHT_MAX = 256;

  /** One frame of the event-bus bridge, its length prefix left out. */
  public static final int FRAME_BYTES_MAX = 2 * 1024 * 1024;

  /** Requests of one bridge connection that wait for their reply; past it, reading pauses. */
  public static final int BRIDGE_IN_FLIGHT_MAX = 128;

  public static final int BRIDGE_CONNECTIONS_MAX = 256;

  /** A chunk takes no further entry once it holds this much, so it is at most one entry larger. */
  public static final int CHUNK_BYTES_FULL = 256 * 1024;

  /** Slots that are sealed and handed over together; no further one once they hold the bytes. */
  public static final int HANDOVER_SLOTS_MAX = 4_096;

  public static final int HANDOVER_BYTES_FULL = 4 * 1024 * 1024;

  /** How long a chunk waits for its answer before it is sent again. */
  public static final int CHUNK_TIMEOUT_MILLIS = 2_000;

  /** How long a leaving node tries to hand over what it holds. */
  public static final int LEAVE_MILLIS_MAX = 20_000;

  /** Nodes that are gone and still listed as down. */
  public static final int DEPARTED_NODES_MAX = 64;

  private Limits() {}
}
