package io.apothik.message;

/**
 * What a copy knows of a key.
 *
 * @param version of what is there, {@link Version#NONE} if nothing is
 * @param valueBytes the length of the value, 0 if there is none
 * @param ttlMillis what is left of the time to live, or 0 for no limit
 */
public record KeyTrace(Kind kind, Version version, int valueBytes, long ttlMillis) {
  /** The key is not known. */
  public static final KeyTrace ABSENT = new KeyTrace(Kind.ABSENT, Version.NONE, 0, 0);

  /** What is there. */
  public enum Kind {
    ABSENT,
    /** The key was there, and not every copy is known to know that it is gone. */
    DELETED,
    /** Its time is over, and its primary has not taken it away yet. */
    EXPIRED,
    PRESENT;

    /** The name by which replies call this. */
    public String label() {
      return switch (this) {
        case ABSENT -> "absent";
        case DELETED -> "deleted";
        case EXPIRED -> "expired";
        case PRESENT -> "present";
      };
    }
  }

  /** Whether callers get the same from both: copies forget that a key was deleted on their own. */
  public boolean agreesWith(KeyTrace other) {
    return version.equals(other.version) || (isGone() && other.isGone());
  }

  private boolean isGone() {
    return kind == Kind.ABSENT || kind == Kind.DELETED;
  }
}
