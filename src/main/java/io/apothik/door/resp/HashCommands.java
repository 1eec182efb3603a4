package io.apothik.door.resp;

import io.apothik.door.resp.Action.Form;
import io.apothik.door.resp.Action.Keyed;
import io.apothik.message.Hash;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.slot.Bytes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Commands on hashes. */
final class HashCommands {
  private HashCommands() {}

  static Action set(Arguments arguments) {
    if (arguments.count() % 2 != 0) {
      throw CommandException.wrongArity(arguments.name());
    }
    Map<Bytes, Bytes> fields = new LinkedHashMap<>();
    for (int place = 2; place < arguments.count(); place += 2) {
      fields.put(arguments.at(place), arguments.at(place + 1));
    }
    return one(arguments, new Operation.HashSet(fields), Forms.NUMBER);
  }

  private static Action one(Arguments arguments, Operation operation, Form form) {
    return Keyed.one(new KeyRequest(arguments.at(1), operation), form);
  }

  static Action get(Arguments arguments) {
    return one(
        arguments,
        new Operation.HashGet(arguments.from(2)),
        (replies, out) -> out.bulkOrNothing(values(replies).get(0).orElse(null)));
  }

  private static List<Optional<Bytes>> values(List<Reply> replies) {
    return ((Reply.Values) replies.get(0)).values();
  }

  static Action getMany(Arguments arguments) {
    return one(
        arguments,
        new Operation.HashGet(arguments.from(2)),
        (replies, out) -> {
          out.array(values(replies).size());
          values(replies).forEach(value -> out.bulkOrNothing(value.orElse(null)));
        });
  }

  static Action exists(Arguments arguments) {
    return one(
        arguments,
        new Operation.HashGet(arguments.from(2)),
        (replies, out) -> out.number(values(replies).get(0).isPresent() ? 1 : 0));
  }

  static Action length(Arguments arguments) {
    return one(arguments, new Operation.Describe(), Forms.length(ValueType.HASH));
  }

  static Action delete(Arguments arguments) {
    return one(arguments, new Operation.HashDelete(arguments.from(2)), Forms.NUMBER);
  }

  static Action add(Arguments arguments) {
    long delta = arguments.integer(3);
    return one(arguments, new Operation.HashIncrement(arguments.at(2), delta), Forms.NUMBER);
  }

  static Action getAll(Arguments arguments) {
    return one(
        arguments,
        new Operation.HashGetAll(),
        (replies, out) -> {
          Map<Bytes, Bytes> fields = fields(replies);
          out.map(fields.size());
          write(fields, out);
        });
  }

  private static Map<Bytes, Bytes> fields(List<Reply> replies) {
    Bytes hash = Forms.value(replies.get(0));
    return hash == null ? Map.of() : Hash.decode(hash);
  }

  private static void write(Map<Bytes, Bytes> fields, RespWriter out) {
    fields.forEach(
        (field, value) -> {
          out.bulk(field);
          out.bulk(value);
        });
  }

  static Action keys(Arguments arguments) {
    return part(arguments, Map::keySet);
  }

  static Action values(Arguments arguments) {
    return part(arguments, Map::values);
  }

  private static Action part(
      Arguments arguments, Function<Map<Bytes, Bytes>, Collection<Bytes>> part) {
    return one(
        arguments,
        new Operation.HashGetAll(),
        (replies, out) -> {
          Collection<Bytes> all = part.apply(fields(replies));
          out.array(all.size());
          all.forEach(out::bulk);
        });
  }

  /** A hash is read as a whole, so a scan of it has one page. */
  static Action scan(Arguments arguments) {
    ScanOptions all = ScanOptions.ofCursor(arguments, 2);
    ScanOptions options;
    try {
      options = ScanOptions.of(arguments, 2, false);
    } catch (CommandException refused) {
      return one(
          arguments,
          new Operation.Describe(),
          Forms.refused(ValueType.HASH, out -> page(Map.of(), all, out), refused.text()));
    }
    return one(
        arguments,
        new Operation.HashGetAll(),
        (replies, out) -> page(fields(replies), options, out));
  }

  private static void page(Map<Bytes, Bytes> fields, ScanOptions options, RespWriter out) {
    Map<Bytes, Bytes> wanted = new LinkedHashMap<>(fields);
    wanted.keySet().removeIf(field -> !options.matches(field));
    out.array(2);
    out.bulk("0");
    out.array(2 * wanted.size());
    write(wanted, out);
  }
}
