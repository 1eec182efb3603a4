package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.slot.Bytes;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Commands on commands. */
final class CommandCommands {
  private CommandCommands() {}

  static Action handle(Session session, Arguments arguments) {
    if (arguments.count() == 1) {
      return list(List.copyOf(CommandTable.all()));
    }
    switch (arguments.option(1)) {
      case "count" -> {
        arguments.requireCount(2);
        return new Answer(out -> out.number(CommandTable.all().size()));
      }
      case "info" -> {
        return new Answer(out -> infos(arguments, out));
      }
      case "docs" -> {
        return new Answer(out -> docs(arguments, out));
      }
      case "getkeys" -> {
        return keys(arguments);
      }
      default -> throw KeyCommands.unknownSubcommand(arguments);
    }
  }

  private static Action list(Collection<Command> commands) {
    return new Answer(
        out -> {
          out.array(commands.size());
          commands.forEach(command -> info(command, out));
        });
  }

  private static void infos(Arguments arguments, RespWriter out) {
    if (arguments.count() == 2) {
      out.array(CommandTable.all().size());
      CommandTable.all().forEach(command -> info(command, out));
      return;
    }
    out.array(arguments.count() - 2);
    for (int place = 2; place < arguments.count(); place++) {
      Command command = CommandTable.find(arguments.option(place));
      if (command == null) {
        out.nothing();
      } else {
        info(command, out);
      }
    }
  }

  private static void info(Command command, RespWriter out) {
    out.array(10);
    out.bulk(command.name());
    out.number(command.arity());
    words(command.flags(), out);
    out.number(command.keys().first());
    out.number(command.keys().last());
    out.number(command.keys().step());
    words(command.categories(), out);
    out.array(0);
    out.array(0);
    out.array(0);
  }

  private static void words(List<String> words, RespWriter out) {
    out.set(words.size());
    words.forEach(out::simple);
  }

  private static void docs(Arguments arguments, RespWriter out) {
    List<Command> commands =
        arguments.count() == 2
            ? List.copyOf(CommandTable.all())
            : arguments.from(2).stream()
                .map(word -> Arguments.latin(word).toLowerCase(Locale.ROOT))
                .flatMap(
                    name -> CommandTable.all().stream().filter(each -> each.name().equals(name)))
                .toList();
    out.map(commands.size());
    for (Command command : commands) {
      out.bulk(command.name());
      out.map(4);
      out.bulk("summary");
      out.bulk(command.summary());
      out.bulk("since");
      out.bulk(command.since());
      out.bulk("group");
      out.bulk(command.group());
      out.bulk("complexity");
      out.bulk("");
    }
  }

  private static Action keys(Arguments arguments) {
    arguments.requireAtLeast(4);
    Arguments inner = new Arguments(arguments.from(2));
    Command command = CommandTable.find(inner.name());
    if (command == null) {
      throw new CommandException("ERR Invalid command specified");
    } else if (command.keys().first() == 0) {
      throw noKeys();
    } else if (!command.takes(inner.count())) {
      throw new CommandException("ERR Invalid number of arguments specified for command");
    }
    List<Bytes> keys = command.keys().of(inner);
    if (keys.isEmpty()) {
      throw noKeys();
    }
    return new Answer(
        out -> {
          out.array(keys.size());
          keys.forEach(out::bulk);
        });
  }

  private static CommandException noKeys() {
    return new CommandException("ERR The command has no key arguments");
  }
}
