package io.apothik.replica;

import io.apothik.message.Description;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Allowed;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What an operation makes of an entry, and what its caller is told: a pure function.
 *
 * @param reply to the caller
 * @param writtenOrNull what the key has from now on, a tombstone if it is to go; null if nothing
 *     changes
 */
record Evaluation(Reply reply, @Nullable Entry writtenOrNull) {

  /**
   * Evaluates an operation on one key.
   *
   * @param current what is there, or null; neither a tombstone nor expired
   * @param next the version of what is written
   */
  static Evaluation of(KeyRequest request, @Nullable Entry current, Version next, long nowMillis) {
    Operation operation = request.operation();
    if (current != null && operation.type() != null && operation.type() != current.type()) {
      return failure(
          ErrorCode.WRONG_TYPE,
          "the value is a %s, the operation is for a %s"
              .formatted(current.type().label(), operation.type().label()));
    }
    if (operation instanceof Operation.Get || operation instanceof Operation.HashGetAll) {
      return read(current, nowMillis);
    } else if (operation instanceof Operation.Exists || operation instanceof Operation.Touch) {
      return new Evaluation(new Reply.Presence(current != null), null);
    } else if (operation instanceof Operation.Delete) {
      return new Evaluation(
          new Reply.Presence(current != null), current == null ? null : Entry.tombstone(next));
    } else if (operation instanceof Operation.DeleteVersion delete) {
      return current != null && current.version().equals(delete.version())
          ? deleted(next)
          : unchanged(current);
    } else if (operation instanceof Operation.Put put) {
      return put(put, current, next, nowMillis);
    } else if (operation instanceof Operation.Describe) {
      return new Evaluation(describe(request.key(), current, nowMillis), null);
    } else if (operation instanceof Operation.Expire expire) {
      return expire(expire.lifetime(), Allowed.ALWAYS, current, next, nowMillis);
    } else if (operation instanceof Operation.ExpireIf expire) {
      return expire(expire.lifetime(), expire.allowed(), current, next, nowMillis);
    } else if (operation instanceof Operation.End end) {
      return current == null || !allows(end.allowed(), current, 0)
          ? unchanged(current)
          : deleted(next);
    }
    return operation.type() == ValueType.HASH
        ? HashEvaluation.of(operation, current, next)
        : StringEvaluation.of(operation, current, next);
  }

  private static Evaluation read(@Nullable Entry current, long nowMillis) {
    return new Evaluation(
        current == null
            ? Reply.Value.ABSENT
            : new Reply.Value(
                current.valueOrNull(), current.version(), current.ttlLeftMillis(nowMillis)),
        null);
  }

  private static Reply describe(Bytes key, @Nullable Entry current, long nowMillis) {
    if (current == null) {
      return Description.ABSENT;
    }
    return new Description(
        current.type(),
        current.length(),
        current.weight(key),
        current.version(),
        current.ttlLeftMillis(nowMillis));
  }

  private static Evaluation put(
      Operation.Put put, @Nullable Entry current, Version next, long nowMillis) {
    if (!holds(put.condition(), current)) {
      return unchanged(current);
    }
    return changed(
        put.keepTtl() && current != null
            ? successor(current, put.value(), next)
            : entry(put.value(), put.lifetime(), next, nowMillis));
  }

  private static boolean holds(Condition condition, @Nullable Entry current) {
    return switch (condition.kind()) {
      case NONE -> true;
      case ABSENT -> current == null;
      case PRESENT -> current != null;
      case VERSION -> current != null && current.version().equals(condition.version());
    };
  }

  private static Evaluation expire(
      Lifetime lifetime, Allowed allowed, @Nullable Entry current, Version next, long nowMillis) {
    long expiresAt = expiresAtMillis(lifetime, nowMillis);
    if (current == null || !allows(allowed, current, expiresAt == 0 ? Long.MAX_VALUE : expiresAt)) {
      return unchanged(current);
    }
    return changed(
        new Entry(
            next, current.type(), current.valueOrNull(), expiresAt, lifetime.maxIdleMillis()));
  }

  private static boolean allows(Allowed allowed, Entry current, long nextExpiresAt) {
    long expiresAt = current.expiresAtMillis();
    boolean ends = expiresAt != 0;
    return switch (allowed) {
      case ALWAYS -> true;
      case NO_TTL -> !ends;
      case ANY_TTL -> ends;
      case EARLIER_TTL -> ends && nextExpiresAt > expiresAt;
      case LATER_OR_NO_TTL -> !ends || nextExpiresAt < expiresAt;
      case LATER_TTL -> ends && nextExpiresAt < expiresAt;
    };
  }

  private static long expiresAtMillis(Lifetime lifetime, long nowMillis) {
    return lifetime.ttlMillis() == 0 ? 0 : nowMillis + lifetime.ttlMillis();
  }

  private static Entry entry(Bytes value, Lifetime lifetime, Version next, long nowMillis) {
    return new Entry(next, value, expiresAtMillis(lifetime, nowMillis), lifetime.maxIdleMillis());
  }

  /** Another string with the lifetime of what was before, if there was something. */
  static Entry successor(@Nullable Entry current, Bytes value, Version next) {
    return current == null
        ? new Entry(next, value, 0, 0)
        : new Entry(next, value, current.expiresAtMillis(), current.maxIdleMillis());
  }

  static Evaluation changed(Entry written) {
    return new Evaluation(new Reply.Changed(true, written.version()), written);
  }

  private static Evaluation deleted(Version next) {
    return new Evaluation(new Reply.Changed(true, Version.NONE), Entry.tombstone(next));
  }

  static Evaluation unchanged(@Nullable Entry current) {
    Version version = current == null ? Version.NONE : current.version();
    return new Evaluation(new Reply.Changed(false, version), null);
  }

  static Evaluation failure(ErrorCode code, String reason) {
    return new Evaluation(new Reply.Failure(code, reason, 0), null);
  }
}
