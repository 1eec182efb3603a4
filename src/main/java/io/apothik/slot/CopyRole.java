package io.apothik.slot;

/** What a node's copy of a slot is to the slot. */
public enum CopyRole {
  /** The copy that is served. */
  PRIMARY,
  /** Another copy in sync. */
  BACKUP,
  /** A copy that is being filled. */
  LEARNER,
  /** The node has no copy. */
  NONE;

  /** The name by which replies call this role. */
  public String label() {
    return switch (this) {
      case PRIMARY -> "primary";
      case BACKUP -> "backup";
      case LEARNER -> "learner";
      case NONE -> "none";
    };
  }
}
