package io.apothik.slot;

/**
 * One process in the cluster, as it announced itself when it joined.
 *
 * @param name its identity in the ring and its event-bus address
 * @param role whether it is in the ring
 * @param incarnation differs between two processes that bore the same name one after the other
 * @param joinPort the port at which others join the cluster through it
 * @param busPort the port of its event bus
 * @param doors where its doors listen
 */
public record Member(
    NodeName name, Role role, String incarnation, int joinPort, int busPort, DoorPorts doors) {
  /** Whether it is in the ring. */
  public boolean isCache() {
    return role == Role.CACHE;
  }

  /** The process that it is. */
  public Incarnation process() {
    return new Incarnation(name, incarnation);
  }
}
