package io.apothik.door.resp;

import io.apothik.door.resp.Action.Form;
import io.apothik.door.resp.Action.Keyed;
import io.apothik.message.Decimals;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Allowed;
import io.apothik.message.Operation.Condition;
import io.apothik.message.ValueType;
import io.apothik.slot.Bytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Commands on strings. */
final class StringCommands {
  /** Decimal numbers in the eyes of Redis, but none to which anything can be added. */
  private static final Pattern INFINITE = Pattern.compile("(?i)[+-]?(inf|infinity)");

  private static final String TOO_LONG =
      "ERR string exceeds maximum allowed size (proto-max-bulk-len)";

  private StringCommands() {}

  static Action get(Arguments arguments) {
    return Keyed.one(KeyRequest.get(arguments.at(1)), Forms.VALUE);
  }

  static Action set(Arguments arguments) {
    SetOptions options = SetOptions.ofSet(arguments);
    Expiry expiry = options.expiryOrNull();
    Lifetime lifetime = expiry == null ? Lifetime.UNLIMITED : expiry.lifetime();
    boolean isOver = expiry != null && expiry.over();
    Bytes key = arguments.at(1);
    KeyRequest put =
        request(
            key,
            new Operation.Put(arguments.at(2), lifetime, options.keepTtl(), options.condition()));
    if (!options.get() && !isOver) {
      return Keyed.one(put, Forms.OK_IF_SO);
    }
    List<KeyRequest> requests = new ArrayList<>();
    if (options.get()) {
      requests.add(KeyRequest.get(key));
    }
    requests.add(put);
    if (isOver) {
      requests.add(KeyRequest.delete(key));
    }
    Form form = (replies, out) -> Forms.OK_IF_SO.write(replies.subList(0, 1), out);
    return new Keyed(requests, true, false, options.get() ? Forms.VALUE : form);
  }

  private static KeyRequest request(Bytes key, Operation operation) {
    return new KeyRequest(key, operation);
  }

  static Action setIfAbsent(Arguments arguments) {
    return Keyed.one(
        request(
            arguments.at(1),
            new Operation.Put(arguments.at(2), Lifetime.UNLIMITED, false, Condition.ABSENT)),
        Forms.ONE_IF_SO);
  }

  static Action setFor(Arguments arguments, String option) {
    Expiry expiry = Expiry.ofOption(option, arguments.integer(2), arguments.name());
    return Keyed.one(
        request(
            arguments.at(1),
            new Operation.Put(arguments.at(3), expiry.lifetime(), false, Condition.NONE)),
        Forms.OK);
  }

  static Action getAndSet(Arguments arguments) {
    Bytes key = arguments.at(1);
    return Keyed.atomic(Forms.VALUE, KeyRequest.get(key), KeyRequest.put(key, arguments.at(2)));
  }

  static Action getAndDelete(Arguments arguments) {
    Bytes key = arguments.at(1);
    return Keyed.atomic(Forms.VALUE, KeyRequest.get(key), KeyRequest.delete(key));
  }

  static Action getAndExpire(Arguments arguments) {
    Bytes key = arguments.at(1);
    SetOptions options = SetOptions.ofGetAndExpire(arguments);
    Expiry expiry;
    try {
      expiry = options.expiryOrNull();
    } catch (CommandException refused) {
      return refusedIfString(key, RespWriter::nothing, refused);
    }
    if (expiry == null && !options.persist()) {
      return get(arguments);
    }
    return Keyed.atomic(Forms.VALUE, KeyRequest.get(key), expire(key, expiry));
  }

  /**
   * @param expiryOrNull null to end the time to live
   */
  private static KeyRequest expire(Bytes key, @Nullable Expiry expiryOrNull) {
    if (expiryOrNull == null) {
      return request(key, new Operation.ExpireIf(Lifetime.UNLIMITED, Allowed.ANY_TTL));
    }
    return expiryOrNull.over()
        ? KeyRequest.delete(key)
        : request(key, new Operation.Expire(expiryOrNull.lifetime()));
  }

  /** What is wrong with a command is told after what is wrong with the value. */
  private static Action refusedIfString(
      Bytes key, Consumer<RespWriter> ifAbsent, CommandException refused) {
    return Keyed.one(
        request(key, new Operation.Describe()),
        Forms.refused(ValueType.STRING, ifAbsent, refused.text()));
  }

  static Action getMany(Arguments arguments) {
    return Keyed.ofAnyType(arguments.from(1).stream().map(KeyRequest::get).toList(), Forms::values);
  }

  static Action setMany(Arguments arguments) {
    return Keyed.each(pairs(arguments, Condition.NONE), Forms.OK);
  }

  static Action setManyIfAbsent(Arguments arguments) {
    List<KeyRequest> puts = pairs(arguments, Condition.ABSENT);
    Form form = (replies, out) -> out.number(Forms.isSo(replies.get(replies.size() - 1)) ? 1 : 0);
    return new Keyed(puts, true, false, form);
  }

  /** Of a key that is named twice, the last value counts. */
  private static List<KeyRequest> pairs(Arguments arguments, Condition condition) {
    if (arguments.count() % 2 == 0) {
      throw CommandException.wrongArity(arguments.name());
    }
    Map<Bytes, Bytes> values = new LinkedHashMap<>();
    for (int place = 1; place < arguments.count(); place += 2) {
      values.put(arguments.at(place), arguments.at(place + 1));
    }
    List<KeyRequest> puts = new ArrayList<>();
    values.forEach(
        (key, value) ->
            puts.add(request(key, new Operation.Put(value, Lifetime.UNLIMITED, false, condition))));
    return puts;
  }

  static Action add(Arguments arguments, long delta) {
    return Keyed.one(request(arguments.at(1), new Operation.Increment(delta)), Forms.NUMBER);
  }

  static Action subtract(Arguments arguments) {
    long delta = arguments.integer(2);
    if (delta == Long.MIN_VALUE) {
      throw new CommandException("ERR decrement would overflow");
    }
    return add(arguments, -delta);
  }

  static Action addDecimal(Arguments arguments) {
    Bytes key = arguments.at(1);
    String number = arguments.text(2);
    Optional<BigDecimal> delta = Decimals.parse(number);
    if (delta.isPresent()) {
      return Keyed.one(request(key, new Operation.IncrementDecimal(delta.get())), Forms.VALUE);
    }
    String refusal =
        INFINITE.matcher(number).matches()
            ? "ERR increment would produce NaN or Infinity"
            : "ERR value is not a valid float";
    return refusedIfString(key, out -> out.error(refusal), new CommandException(refusal));
  }

  static Action append(Arguments arguments) {
    return Keyed.one(request(arguments.at(1), new Operation.Append(arguments.at(2))), Forms.NUMBER);
  }

  static Action length(Arguments arguments) {
    return Keyed.one(
        request(arguments.at(1), new Operation.Describe()), Forms.length(ValueType.STRING));
  }

  static Action range(Arguments arguments) {
    long from = arguments.integer(2);
    long to = arguments.integer(3);
    return Keyed.one(
        KeyRequest.get(arguments.at(1)),
        (replies, out) -> {
          Bytes value = Forms.value(replies.get(0));
          out.bulk(value == null ? Bytes.EMPTY : range(value, from, to));
        });
  }

  /** Both ends included; what is negative counts from the end. */
  private static Bytes range(Bytes value, long from, long to) {
    int length = value.length();
    boolean none = from < 0 && to < 0 && from > to;
    long first = Math.max(0, from < 0 ? length + from : from);
    long last = Math.min(length - 1L, Math.max(0, to < 0 ? length + to : to));
    return none || first > last || length == 0
        ? Bytes.EMPTY
        : Bytes.copyOf(value.toArray(), (int) first, (int) last + 1);
  }

  static Action overwrite(Arguments arguments) {
    long offset = arguments.integer(2);
    Bytes key = arguments.at(1);
    Bytes part = arguments.at(3);
    if (offset < 0) {
      throw new CommandException("ERR offset is out of range");
    } else if (part.length() == 0) {
      return length(arguments);
    } else if (offset > Limits.VALUE_BYTES_MAX - part.length()) {
      return refusedIfString(key, out -> out.error(TOO_LONG), new CommandException(TOO_LONG));
    }
    return Keyed.one(request(key, new Operation.Overwrite((int) offset, part)), Forms.NUMBER);
  }
}
