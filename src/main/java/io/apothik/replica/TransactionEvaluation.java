package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Copy;
import io.apothik.message.Operation.Transaction;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Result;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction makes of the keys of a slot, and what its caller is told: each step sees what
 * those before it made. A key is written once, with what is there in the end.
 */
final class TransactionEvaluation {
  private final Function<Bytes, @Nullable Entry> present;
  private final Version next;
  private final long nowMillis;
  private Map<Bytes, Entry> written = new LinkedHashMap<>();
  private long replyBytes;

  /**
   * @param present what is there of a key, or null; neither a tombstone nor expired
   * @param next the version of the first key that is written; those of the others follow it
   */
  TransactionEvaluation(Function<Bytes, @Nullable Entry> present, Version next, long nowMillis) {
    this.present = present;
    this.next = next;
    this.nowMillis = nowMillis;
  }

  /** What the keys have from now on that are written, in the order of their versions. */
  Map<Bytes, Entry> written() {
    return written;
  }

  /** Does what the transaction says. */
  Reply run(Transaction transaction) {
    for (Map.Entry<Bytes, Version> watched : transaction.watched().entrySet()) {
      Entry entry = current(watched.getKey());
      Version version = entry == null ? Version.NONE : entry.version();
      if (!version.equals(watched.getValue())) {
        return new Reply.Changed(false, version);
      }
    }
    Map<Bytes, Entry> before = written;
    written = transaction.allOrNothing() ? new LinkedHashMap<>(before) : before;
    List<Result> results = new ArrayList<>(transaction.steps().size());
    for (KeyRequest step : transaction.steps()) {
      Reply reply = run(step);
      results.add(new Result(step.key(), reply));
      if (transaction.allOrNothing() && isRefusal(reply)) {
        written = before;
        break;
      }
    }
    return new Reply.Results(results);
  }

  private static boolean isRefusal(Reply reply) {
    return reply instanceof Reply.Failure
        || (reply instanceof Reply.Changed changed && !changed.changed());
  }

  private Reply run(KeyRequest step) {
    Operation operation = step.operation();
    if (operation instanceof Transaction inner) {
      return run(inner);
    }
    Entry current = current(step.key());
    Evaluation evaluation =
        operation instanceof Copy copy
            ? copy(copy, current)
            : Evaluation.of(step, current, version(step.key()), nowMillis);
    Entry entry = evaluation.writtenOrNull();
    if (entry != null) {
      written.put(operation instanceof Copy copy ? copy.to() : step.key(), entry);
    }
    return admit(evaluation.reply());
  }

  private Evaluation copy(Copy copy, @Nullable Entry source) {
    Entry target = current(copy.to());
    if (source == null || (target != null && !copy.replaces())) {
      return Evaluation.unchanged(target);
    }
    return Evaluation.changed(
        new Entry(
            version(copy.to()),
            source.type(),
            source.valueOrNull(),
            source.expiresAtMillis(),
            source.maxIdleMillis()));
  }

  private @Nullable Entry current(Bytes key) {
    Entry entry = written.get(key);
    if (entry == null) {
      return present.apply(key);
    }
    return entry.isTombstone() || entry.isExpired(nowMillis) ? null : entry;
  }

  private Version version(Bytes key) {
    Entry entry = written.get(key);
    return entry == null
        ? new Version(next.term(), next.counter() + written.size())
        : entry.version();
  }

  /** What is read has to have room in one reply. */
  private Reply admit(Reply reply) {
    replyBytes += bytes(reply);
    return replyBytes <= Limits.TRANSACTION_BYTES_MAX
        ? reply
        : new Reply.Failure(
            ErrorCode.TOO_MANY_BYTES,
            "the values that the transaction reads have more than %d bytes together"
                .formatted(Limits.TRANSACTION_BYTES_MAX),
            0);
  }

  private static long bytes(Reply reply) {
    if (reply instanceof Reply.Value value) {
      return value.valueOrNull() == null ? 0 : value.valueOrNull().length();
    } else if (reply instanceof Reply.Values values) {
      return values.values().stream().flatMap(Optional::stream).mapToLong(Bytes::length).sum();
    }
    return 0;
  }
}
