package io.apothik.slot;

/**
 * Where a node's doors listen, as it announces it; 0 for a door that it has not.
 *
 * @param bridge the event-bus bridge
 * @param redis the door for Redis clients
 * @param web the page
 */
public record DoorPorts(int bridge, int redis, int web) {
  /** No doors. */
  public static final DoorPorts NONE = new DoorPorts(0, 0, 0);
}
