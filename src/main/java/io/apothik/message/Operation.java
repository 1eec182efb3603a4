package io.apothik.message;

import io.apothik.slot.Bytes;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  /** Reads what there is to know of a key but its value: {@link Description}. */
  record Describe() implements Operation {}

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

  /**
   * Puts bytes in the place of those from an offset on, with zeros before it where there are none:
   * {@link Reply.Number}, the new length.
   *
   * @param offset 0 to {@link Limits#VALUE_BYTES_MAX}
   */
  record Overwrite(int offset, Bytes part) implements Operation {
    /**
     * Checks the limits.
     *
     * @throws FailureException with VALUE_TOO_LONG
     */
    public Overwrite {
      requireShort(part);
      if (offset < 0 || offset > Limits.VALUE_BYTES_MAX) {
        throw new FailureException(
            ErrorCode.VALUE_TOO_LONG,
            "offset %d is not between 0 and %d".formatted(offset, Limits.VALUE_BYTES_MAX));
      }
    }
  }

  /**
   * Adds to a value that is a decimal number, or to 0 if there is none: {@link Reply.Value}, the
   * sum, with at most {@link Decimals#FRACTION_DIGITS_MAX} digits behind the point. Fails with
   * NOT_A_DECIMAL.
   */
  record IncrementDecimal(BigDecimal delta) implements Operation {}

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

  /** The same, if the time to live that the entry has allows it. */
  record ExpireIf(Lifetime lifetime, Allowed allowed) implements Operation {}

  /** Ends the entry's time, as {@link ExpireIf} would with a time that is over. */
  record End(Allowed allowed) implements Operation {}

  /** By which time to live an entry may be given another. */
  enum Allowed {
    ALWAYS,
    /** It has none. */
    NO_TTL,
    /** It has one. */
    ANY_TTL,
    /** It has one, and that ends earlier. */
    EARLIER_TTL,
    /** It has none, or one that ends later. */
    LATER_OR_NO_TTL,
    /** It has one, and that ends later. */
    LATER_TTL
  }

  /** Counts as a use, for an entry with a limit on idle time: {@link Reply.Presence}. */
  record Touch() implements Operation {}

  /**
   * Gives another key of the same slot the same value and lifetime: {@link Reply.Changed}, false if
   * there is none, or if the other one is there and may not be replaced. Part of a {@link
   * Transaction} alone.
   *
   * @param replaces whether what the other key has may be replaced
   */
  record Copy(Bytes to, boolean replaces) implements Operation {}

  /** Reads some fields of a hash: {@link Reply.Values}, in their order. */
  record HashGet(List<Bytes> fields) implements Operation {
    public HashGet {
      fields = List.copyOf(fields);
    }
  }

  /** Reads a hash: {@link Reply.Value}, as {@link Hash} writes it. */
  record HashGetAll() implements Operation {}

  /** Sets fields of a hash: {@link Reply.Number}, how many were not there. */
  record HashSet(Map<Bytes, Bytes> fields) implements Operation {
    public HashSet {
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  /** Takes fields of a hash away, and the last with the key: {@link Reply.Number}, how many. */
  record HashDelete(List<Bytes> fields) implements Operation {
    public HashDelete {
      fields = List.copyOf(fields);
    }
  }

  /**
   * Adds to a field that is a decimal 64-bit integer, or to 0 if there is none: {@link
   * Reply.Number}. Fails with NOT_A_NUMBER or OVERFLOW.
   */
  record HashIncrement(Bytes field, long delta) implements Operation {}

  /**
   * Several operations in one slot, one after the other, with nothing in between: {@link
   * Reply.Results}; or {@link Reply.Changed}, false, if a key that is watched has another version.
   *
   * @param watched the versions that keys of the slot must have, {@link Version#NONE} for one that
   *     is not there
   * @param allOrNothing whether nothing is written, and nothing further done, if one of them fails
   *     or does not change what it was to change
   */
  record Transaction(Map<Bytes, Version> watched, List<KeyRequest> steps, boolean allOrNothing)
      implements Operation {
    /**
     * Checks the limit.
     *
     * @throws FailureException with BAD_REQUEST
     */
    public Transaction {
      watched = Map.copyOf(watched);
      steps = List.copyOf(steps);
      if (steps.size() + watched.size() > Limits.TRANSACTION_STEPS_MAX) {
        throw new FailureException(
            ErrorCode.BAD_REQUEST,
            "%d steps and watched keys: a transaction has at most %d"
                .formatted(steps.size() + watched.size(), Limits.TRANSACTION_STEPS_MAX));
      }
    }

    /** All keys that it is about. */
    public Set<Bytes> keys() {
      Set<Bytes> keys = new LinkedHashSet<>(watched.keySet());
      for (KeyRequest step : steps) {
        keys.add(step.key());
        if (step.operation() instanceof Transaction inner) {
          keys.addAll(inner.keys());
        } else if (step.operation() instanceof Copy copy) {
          keys.add(copy.to());
        }
      }
      return keys;
    }
  }

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

    /** The key must be there. */
    public static final Condition PRESENT = new Condition(Kind.PRESENT, null);

    /** What is asked of the present entry. */
    public enum Kind {
      NONE,
      ABSENT,
      PRESENT,
      VERSION
    }

    /** The entry must have this version. */
    public static Condition version(Version version) {
      return new Condition(Kind.VERSION, version);
    }
  }

  /** Whether it can change what others see. */
  default boolean isWrite() {
    if (this instanceof Transaction transaction) {
      return transaction.steps.stream().anyMatch(step -> step.operation().isWrite());
    }
    return !(this instanceof Get
        || this instanceof Exists
        || this instanceof Touch
        || this instanceof Describe
        || this instanceof HashGet
        || this instanceof HashGetAll);
  }

  /** Whether the value that is there gets into its reply, or into what it writes, as it is. */
  default boolean passesValueOn() {
    return this instanceof Get
        || this instanceof Expire
        || this instanceof ExpireIf
        || this instanceof Copy
        || this instanceof HashGetAll
        || this instanceof Transaction;
  }

  /** The type of value that it is for, or null if it is for any. */
  default @Nullable ValueType type() {
    if (this instanceof Get
        || this instanceof Increment
        || this instanceof IncrementDecimal
        || this instanceof Append
        || this instanceof Overwrite
        || this instanceof CompareAndSet) {
      return ValueType.STRING;
    }
    return this instanceof HashGet
            || this instanceof HashGetAll
            || this instanceof HashSet
            || this instanceof HashDelete
            || this instanceof HashIncrement
        ? ValueType.HASH
        : null;
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
