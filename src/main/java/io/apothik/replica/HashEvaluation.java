package io.apothik.replica;

import io.apothik.message.ErrorCode;
import io.apothik.message.Hash;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.message.Version;
import io.apothik.slot.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What operations make of a hash. */
final class HashEvaluation {
  private HashEvaluation() {}

  /**
   * Evaluates one.
   *
   * @param current a hash, or null
   */
  static Evaluation of(Operation operation, @Nullable Entry current, Version next) {
    Bytes hash = current == null ? null : current.valueOrNull();
    if (operation instanceof Operation.HashGet get) {
      return new Evaluation(read(get.fields(), hash), null);
    }
    Map<Bytes, Bytes> fields = hash == null ? new LinkedHashMap<>() : Hash.decode(hash);
    if (operation instanceof Operation.HashSet set) {
      int before = fields.size();
      fields.putAll(set.fields());
      return written(new Reply.Number(fields.size() - before), fields, current, next);
    } else if (operation instanceof Operation.HashDelete delete) {
      int before = fields.size();
      delete.fields().forEach(fields::remove);
      Reply reply = new Reply.Number(before - fields.size());
      return fields.size() == before
          ? new Evaluation(reply, null)
          : written(reply, fields, current, next);
    } else if (operation instanceof Operation.HashIncrement increment) {
      Sum sum = Sum.of(fields.get(increment.field()), increment.delta());
      if (sum.failureOrNull() != null) {
        return new Evaluation(sum.reply(), null);
      }
      fields.put(increment.field(), sum.text());
      return written(sum.reply(), fields, current, next);
    }
    throw new IllegalArgumentException("nobody knows how to " + operation);
  }

  private static Reply read(List<Bytes> fields, @Nullable Bytes hash) {
    return new Reply.Values(
        fields.stream()
            .map(field -> Optional.ofNullable(hash == null ? null : Hash.get(hash, field)))
            .toList());
  }

  private static Evaluation written(
      Reply reply, Map<Bytes, Bytes> fields, @Nullable Entry current, Version next) {
    if (fields.isEmpty()) {
      return new Evaluation(reply, Entry.tombstone(next));
    }
    Bytes hash = Hash.encode(fields);
    if (hash.length() > Limits.VALUE_BYTES_MAX) {
      return Evaluation.failure(
          ErrorCode.VALUE_TOO_LONG,
          "the hash would have %d bytes, the limit is %d"
              .formatted(hash.length(), Limits.VALUE_BYTES_MAX));
    }
    long expiresAt = current == null ? 0 : current.expiresAtMillis();
    long maxIdle = current == null ? 0 : current.maxIdleMillis();
    return new Evaluation(reply, new Entry(next, ValueType.HASH, hash, expiresAt, maxIdle));
  }
}
