package io.apothik.message;

import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/** What can be done with one key; each is atomic. */
public sealed interface Operation {
  /**
   * Reads value, version and time to live: {@link Reply.Value}.
   *
   * @param stale whether a backup may answer, which may not know of what was written in the last
   *     {@link Limits#STALE_MILLIS_MAX}
   */
  record Get(boolean stale) implements Operation {
    /** Reads what is there. */
    public Get() {
      this(false);
    }
  }

  /** Whether the key is there: {@link Reply.Presence}. */
  record Exists() implements Operation {}

  /**
   * Stores a value if the condition holds: {@link Reply.Changed}.
   *
   * @param lifetime of the new entry
   * @param keepTtl whether the time to live of the entry that is replaced stays instead
   */
  record Put(Bytes value, Lifetime lifetime, boolean keepTtl, Condition condition)
      implements Operation {
    /**
     * Checks the limit.
     *
     * @throws FailureException with VALUE_TOO_LONG
     */
    public Put {
      requireShort(value);
    }
  }

  /** Takes the key away: {@link Reply.Presence} says whether it was there. */
  record Delete() implements Operation {}

  /** Takes the key away if its entry has this version: {@link Reply.Changed}. */
  record DeleteVersion(Version version) implements Operation {}

  /**
   * Adds to a value that is a decimal 64-bit integer, or to 0 if there is none: {@link
   * Reply.Number}. Fails with NOT_A_NUMBER or OVERFLOW.
   */
  record Increment(long delta) implements Operation {}

  /** Puts the suffix behind the value, or behind nothing: {@link Reply.Number}, the new length. */
  record Append(Bytes suffix) implements Operation {
    /**
     * Checks the limit.
     *
     * @throws FailureException with VALUE_TOO_LONG
     */
    public Append {
      requireShort(suffix);
    }
  }

  /** Replaces the value if it is the expected one: {@link Reply.Changed}. */
  record CompareAndSet(Bytes expected, Bytes next) implements Operation {
    /**
     * Checks the limits.
     *
     * @throws FailureException with VALUE_TOO_LONG
     */
    public CompareAndSet {
      requireShort(expected);
      requireShort(next);
    }
  }

  /** Gives the entry another lifetime: {@link Reply.Changed}, false if there is none. */
  record Expire(Lifetime lifetime) implements Operation {}

  /** Counts as a use, for an entry with a limit on idle time: {@link Reply.Presence}. */
  record Touch() implements Operation {}

  /**
   * What must hold for a put.
   *
   * @param kind which condition
   * @param version for {@link Kind#VERSION} the version that the entry must have
   */
  record Condition(Kind kind, @Nullable Version version) {
    /** Nothing. */
    public static final Condition NONE = new Condition(Kind.NONE, null);

    /** The key must not be there. */
    public static final Condition ABSENT = new Condition(Kind.ABSENT, null);

    /** What is asked of the present entry. */
    public enum Kind {
      NONE,
      ABSENT,
      VERSION
    }

    /** The entry must have this version. */
    public static Condition version(Version version) {
      return new Condition(Kind.VERSION, version);
    }
  }

  /** Whether it can change what others see. */
  default boolean isWrite() {
    return !(this instanceof Get || this instanceof Exists || this instanceof Touch);
  }

  /** Whether the value that is there gets into its reply, or into what it writes, as it is. */
  default boolean passesValueOn() {
    return this instanceof Get || this instanceof Expire;
  }

  /** Whether a backup may answer, too. */
  default boolean mayBeStale() {
    return this instanceof Get get && get.stale();
  }

  private static void requireShort(Bytes value) {
    if (value.length() > Limits.VALUE_BYTES_MAX) {
      throw new FailureException(
          ErrorCode.VALUE_TOO_LONG,
          "the value '%s' has %d bytes, the limit is %d"
              .formatted(value, value.length(), Limits.VALUE_BYTES_MAX));
    }
  }
}
