package io.apothik.slot;

import java.util.Optional;

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
  /** Where its page is, as host and port, if it has one. */
  public Optional<String> webAddress() {
    String host = name.host();
    return doors.web() == 0
        ? Optional.empty()
        : Optional.of((host.contains(":") ? "[" + host + "]" : host) + ":" + doors.web());
  }

  /** Whether it is in the ring. */
  public boolean isCache() {
    return role == Role.CACHE;
  }

  /** The process that it is. */
  public Incarnation process() {
    return new Incarnation(name, incarnation);
  }
}
