package io.apothik.door.resp;

import io.apothik.door.resp.Action.Form;
import io.apothik.door.resp.Action.Keyed;
import io.apothik.message.Description;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Commands on keys of any type. */
final class KeyCommands {
  private static final int EMBEDDED_BYTES_MAX = 44;
  private static final int LISTPACK_FIELDS_MAX = 128;
  private static final String NO_SUCH_KEY = "ERR no such key";

  private KeyCommands() {}

  static Action delete(Arguments arguments) {
    return count(arguments, KeyRequest::delete);
  }

  static Action exists(Arguments arguments) {
    return count(arguments, KeyRequest::exists);
  }

  static Action touch(Arguments arguments) {
    return count(arguments, key -> new KeyRequest(key, new Operation.Touch()));
  }

  private static Action count(Arguments arguments, Function<Bytes, KeyRequest> request) {
    return Keyed.each(arguments.from(1).stream().map(request).toList(), Forms.COUNT_IF_SO);
  }

  static Action type(Arguments arguments) {
    return Keyed.one(
        describe(arguments.at(1)),
        (replies, out) ->
            out.simple(((Description) replies.get(0)).type().map(ValueType::label).orElse("none")));
  }

  private static KeyRequest describe(Bytes key) {
    return new KeyRequest(key, new Operation.Describe());
  }

  static Action rename(Arguments arguments) {
    Bytes from = arguments.at(1);
    Bytes to = arguments.at(2);
    if (from.equals(to)) {
      return Keyed.one(describe(from), renamed(Forms::isThere));
    }
    return Keyed.atomic(
        renamed(Forms::isSo),
        new KeyRequest(from, new Operation.Copy(to, true)),
        KeyRequest.delete(from));
  }

  private static Form renamed(Function<Reply, Boolean> isDone) {
    return (replies, out) -> {
      if (isDone.apply(replies.get(0))) {
        out.ok();
      } else {
        out.error(NO_SUCH_KEY);
      }
    };
  }

  static Action copy(Arguments arguments) {
    boolean replaces = false;
    for (int place = 3; place < arguments.count(); place++) {
      if (arguments.isOption(place, "replace")) {
        replaces = true;
      } else if (arguments.isOption(place, "db") && place + 1 < arguments.count()) {
        ConnectionCommands.requireDatabase(arguments.integer(++place));
      } else {
        throw CommandException.syntax();
      }
    }
    if (arguments.at(1).equals(arguments.at(2))) {
      throw new CommandException("ERR source and destination objects are the same");
    }
    return Keyed.atomic(
        Forms.ONE_IF_SO,
        new KeyRequest(arguments.at(1), new Operation.Copy(arguments.at(2), replaces)));
  }

  static Action object(Arguments arguments) {
    switch (arguments.option(1)) {
      case "encoding" -> {
        arguments.requireCount(3);
        return encoding(arguments.at(2));
      }
      case "freq", "idletime" -> {
        arguments.requireCount(3);
        return Keyed.one(describe(arguments.at(2)), KeyCommands::use);
      }
      default -> throw unknownSubcommand(arguments);
    }
  }

  private static void use(List<Reply> replies, RespWriter out) {
    if (Forms.isThere(replies.get(0))) {
      out.error("ERR the eviction policy keeps no such figure for each key");
    } else {
      out.nothing();
    }
  }

  /** As Redis says it of a subcommand that it does not have. */
  static CommandException unknownSubcommand(Arguments arguments) {
    return CommandException.unknown(
        "ERR unknown subcommand '%s'. Try %s HELP."
            .formatted(arguments.shown(1), arguments.name().toUpperCase(Locale.ROOT)));
  }

  private static Action encoding(Bytes key) {
    return Keyed.ofAnyType(
        List.of(describe(key), KeyRequest.get(key)),
        (replies, out) -> {
          Description description = (Description) replies.get(0);
          Bytes value = Forms.value(replies.get(1));
          if (description.typeOrNull() == ValueType.HASH) {
            out.bulk(description.length() > LISTPACK_FIELDS_MAX ? "hashtable" : "listpack");
          } else if (value == null) {
            out.nothing();
          } else {
            out.bulk(encodingOf(value));
          }
        });
  }

  private static String encodingOf(Bytes value) {
    try {
      Arguments.integer(Arguments.latin(value));
      return "int";
    } catch (CommandException noInteger) {
      return value.length() <= EMBEDDED_BYTES_MAX ? "embstr" : "raw";
    }
  }

  static Action memory(Arguments arguments) {
    if (!arguments.isOption(1, "usage")) {
      throw unknownSubcommand(arguments);
    }
    arguments.requireAtLeast(3);
    for (int place = 3; place < arguments.count(); place += 2) {
      boolean samples = arguments.isOption(place, "samples") && place + 1 < arguments.count();
      if (!samples || arguments.integer(place + 1) < 0) {
        throw CommandException.syntax();
      }
    }
    return Keyed.one(
        describe(arguments.at(2)),
        (replies, out) -> {
          Description description = (Description) replies.get(0);
          if (description.typeOrNull() == null) {
            out.nothing();
          } else {
            out.number(description.bytes());
          }
        });
  }
}
