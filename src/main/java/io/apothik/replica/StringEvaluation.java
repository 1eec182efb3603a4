package io.apothik.replica;

import io.apothik.message.Decimals;
import io.apothik.message.ErrorCode;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operations make of a string that depend on what it was. */
final class StringEvaluation {
  private StringEvaluation() {}

  /**
   * Evaluates one.
   *
   * @param current a string, or null
   */
  static Evaluation of(Operation operation, @Nullable Entry current, Version next) {
    if (operation instanceof Operation.Increment increment) {
      return increment(increment.delta(), current, next);
    } else if (operation instanceof Operation.Append append) {
      return append(append.suffix(), current, next);
    } else if (operation instanceof Operation.Overwrite overwrite) {
      return overwrite(overwrite, current, next);
    } else if (operation instanceof Operation.IncrementDecimal increment) {
      return increment(increment.delta(), current, next);
    } else if (operation instanceof Operation.CompareAndSet swap) {
      return current != null && swap.expected().equals(current.valueOrNull())
          ? Evaluation.changed(Evaluation.successor(current, swap.next(), next))
          : Evaluation.unchanged(current);
    }
    throw new IllegalArgumentException("nobody knows how to " + operation);
  }

  private static @Nullable Bytes value(@Nullable Entry current) {
    return current == null ? null : current.valueOrNull();
  }

  private static Evaluation increment(long delta, @Nullable Entry current, Version next) {
    Sum sum = Sum.of(value(current), delta);
    return sum.failureOrNull() == null
        ? written(sum.reply(), current, sum.text(), next)
        : new Evaluation(sum.reply(), null);
  }

  private static Evaluation written(
      Reply reply, @Nullable Entry current, Bytes value, Version next) {
    return new Evaluation(reply, Evaluation.successor(current, value, next));
  }

  private static Evaluation increment(BigDecimal delta, @Nullable Entry current, Version next) {
    Bytes value = value(current);
    Optional<BigDecimal> before =
        value == null ? Optional.of(BigDecimal.ZERO) : value.asText().flatMap(Decimals::parse);
    Optional<BigDecimal> sum = before.map(delta::add).map(Decimals::text).flatMap(Decimals::parse);
    if (sum.isEmpty()) {
      return Evaluation.failure(
          ErrorCode.NOT_A_DECIMAL, "'%s' is no decimal number, or one too large".formatted(value));
    }
    Bytes text = Bytes.utf8(Decimals.text(sum.get()));
    return written(new Reply.Value(text, next, 0), current, text, next);
  }

  private static Evaluation append(Bytes suffix, @Nullable Entry current, Version next) {
    Bytes before = value(current);
    return overwrite(
        new Operation.Overwrite(before == null ? 0 : before.length(), suffix), current, next);
  }

  private static Evaluation overwrite(
      Operation.Overwrite overwrite, @Nullable Entry current, Version next) {
    Bytes value = value(current);
    byte[] before = value == null ? new byte[0] : value.toArray();
    long end = (long) overwrite.offset() + overwrite.part().length();
    if (end > Limits.VALUE_BYTES_MAX) {
      return Evaluation.failure(
          ErrorCode.VALUE_TOO_LONG,
          "the value would have %d bytes, the limit is %d".formatted(end, Limits.VALUE_BYTES_MAX));
    }
    byte[] after = Arrays.copyOf(before, Math.max(before.length, (int) end));
    overwrite.part().copyTo(after, overwrite.offset());
    return written(
        new Reply.Number(after.length), current, Bytes.within(after, 0, after.length), next);
  }
}
