package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Condition;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.Arrays;
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
   * Evaluates an operation.
   *
   * @param current what is there, or null; neither a tombstone nor expired
   * @param next the version of what is written
   */
  static Evaluation of(Operation operation, @Nullable Entry current, Version next, long nowMillis) {
    Bytes value = current == null ? null : current.valueOrNull();
    if (operation instanceof Operation.Get) {
      return new Evaluation(read(current, nowMillis), null);
    } else if (operation instanceof Operation.Exists || operation instanceof Operation.Touch) {
      return new Evaluation(new Reply.Presence(value != null), null);
    } else if (operation instanceof Operation.Delete) {
      return new Evaluation(
          new Reply.Presence(value != null), value == null ? null : Entry.tombstone(next));
    } else if (operation instanceof Operation.DeleteVersion delete) {
      return current != null && current.version().equals(delete.version())
          ? new Evaluation(new Reply.Changed(true, Version.NONE), Entry.tombstone(next))
          : unchanged(current);
    } else if (operation instanceof Operation.Put put) {
      return put(put, current, next, nowMillis);
    } else if (operation instanceof Operation.Increment increment) {
      return increment(increment, current, next);
    } else if (operation instanceof Operation.Append append) {
      return append(append, current, next);
    } else if (operation instanceof Operation.CompareAndSet swap) {
      return compareAndSet(swap, current, next);
    } else if (operation instanceof Operation.Expire expire) {
      return current == null || value == null
          ? unchanged(null)
          : changed(entry(value, expire.lifetime(), next, nowMillis));
    }
    throw new IllegalArgumentException("nobody knows how to " + operation);
  }

  private static Reply read(@Nullable Entry current, long nowMillis) {
    return current == null
        ? Reply.Value.ABSENT
        : new Reply.Value(
            current.valueOrNull(), current.version(), current.ttlLeftMillis(nowMillis));
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
      case VERSION -> current != null && current.version().equals(condition.version());
    };
  }

  private static Evaluation increment(
      Operation.Increment increment, @Nullable Entry current, Version next) {
    Bytes value = current == null ? null : current.valueOrNull();
    String text = value == null ? "0" : value.asText().orElse("");
    long sum;
    try {
      sum = Math.addExact(parse(text), increment.delta());
    } catch (NumberFormatException malformed) {
      return failure(ErrorCode.NOT_A_NUMBER, "'%s' is no decimal 64-bit integer".formatted(value));
    } catch (ArithmeticException overflow) {
      return failure(
          ErrorCode.OVERFLOW,
          "%s plus %d has more than 64 bits".formatted(text, increment.delta()));
    }
    Entry written = successor(current, Bytes.utf8(Long.toString(sum)), next);
    return new Evaluation(new Reply.Number(sum), written);
  }

  private static long parse(String text) {
    if (text.startsWith("+")) {
      throw new NumberFormatException(text);
    }
    return Long.parseLong(text);
  }

  private static Evaluation append(Operation.Append append, @Nullable Entry current, Version next) {
    Bytes value = current == null ? null : current.valueOrNull();
    byte[] before = value == null ? new byte[0] : value.toArray();
    byte[] suffix = append.suffix().toArray();
    int length = before.length + suffix.length;
    if (length > Limits.VALUE_BYTES_MAX) {
      return failure(
          ErrorCode.VALUE_TOO_LONG,
          "the value would have %d bytes, the limit is %d"
              .formatted(length, Limits.VALUE_BYTES_MAX));
    }
    byte[] joined = Arrays.copyOf(before, length);
    System.arraycopy(suffix, 0, joined, before.length, suffix.length);
    return new Evaluation(new Reply.Number(length), successor(current, Bytes.copyOf(joined), next));
  }

  private static Evaluation compareAndSet(
      Operation.CompareAndSet swap, @Nullable Entry current, Version next) {
    return current != null && swap.expected().equals(current.valueOrNull())
        ? changed(successor(current, swap.next(), next))
        : unchanged(current);
  }

  private static Entry entry(Bytes value, Lifetime lifetime, Version next, long nowMillis) {
    long expiresAt = lifetime.ttlMillis() == 0 ? 0 : nowMillis + lifetime.ttlMillis();
    return new Entry(next, value, expiresAt, lifetime.maxIdleMillis());
  }

  /** Another value with the lifetime of the one before, if there was one. */
  private static Entry successor(@Nullable Entry current, Bytes value, Version next) {
    return current == null
        ? new Entry(next, value, 0, 0)
        : new Entry(next, value, current.expiresAtMillis(), current.maxIdleMillis());
  }

  private static Evaluation changed(Entry written) {
    return new Evaluation(new Reply.Changed(true, written.version()), written);
  }

  private static Evaluation unchanged(@Nullable Entry current) {
    Version version = current == null ? Version.NONE : current.version();
    return new Evaluation(new Reply.Changed(false, version), null);
  }

  private static Evaluation failure(ErrorCode code, String reason) {
    return new Evaluation(new Reply.Failure(code, reason, 0), null);
  }
}
