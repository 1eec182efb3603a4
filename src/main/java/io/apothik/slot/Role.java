package io.apothik.slot;

/** What a node is in the cluster for. */
public enum Role {
  /** Stores entries and is in the ring. */
  CACHE,
  /** Routes only; never in the ring. */
  CLIENT;

  /** The name by which options, attributes and replies call this role. */
  public String label() {
    return this == CACHE ? "cache" : "client";
  }

  /**
   * The role with the given label.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Role labelled(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException("role '" + label + "' is neither cache nor client");
  }
}
