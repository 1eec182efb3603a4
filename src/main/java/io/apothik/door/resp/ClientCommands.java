package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.slot.Bytes;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Commands on clients. */
final class ClientCommands {
  private ClientCommands() {}

  static Action handle(Session session, Arguments arguments) {
    String subcommand = arguments.option(1);
    switch (subcommand) {
      case "id" -> {
        arguments.requireCount(2);
        return new Answer(out -> out.number(session.id()));
      }
      case "getname" -> {
        arguments.requireCount(2);
        String name = session.name();
        return new Answer(out -> name(name, out));
      }
      case "setname" -> {
        arguments.requireCount(3);
        session.name(arguments.text(2));
        return Answer.OK;
      }
      case "info" -> {
        arguments.requireCount(2);
        String line = session.line() + "\n";
        return new Answer(out -> out.verbatim(line));
      }
      case "list" -> {
        return list(session, arguments);
      }
      default -> {
        return settings(session, arguments);
      }
    }
  }

  private static void name(String name, RespWriter out) {
    if (name.isEmpty()) {
      out.nothing();
    } else {
      out.bulk(name);
    }
  }

  private static Action list(Session session, Arguments arguments) {
    Predicate<Session> wanted = wanted(arguments);
    String lines =
        session.door().sessions().stream()
            .filter(wanted)
            .map(each -> each.line() + "\n")
            .collect(Collectors.joining());
    return new Answer(out -> out.verbatim(lines));
  }

  private static Predicate<Session> wanted(Arguments arguments) {
    if (arguments.count() == 2) {
      return each -> true;
    } else if (arguments.count() == 4 && arguments.isOption(2, "type")) {
      boolean normal = isNormal(arguments);
      return each -> normal;
    } else if (arguments.count() > 3 && arguments.isOption(2, "id")) {
      Set<Long> ids =
          arguments.from(3).stream().map(ClientCommands::id).collect(Collectors.toSet());
      return each -> ids.contains(each.id());
    }
    throw CommandException.syntax();
  }

  /** Whether clients of the type are meant that there are here. */
  private static boolean isNormal(Arguments arguments) {
    return switch (arguments.option(3)) {
      case "normal" -> true;
      case "master", "replica", "slave", "pubsub" -> false;
      default -> throw new CommandException("ERR Unknown client type '" + arguments.shown(3) + "'");
    };
  }

  private static long id(Bytes word) {
    return Arguments.integer(Arguments.latin(word), "ERR Invalid client ID");
  }

  private static Action settings(Session session, Arguments arguments) {
    switch (arguments.option(1)) {
      case "no-evict" -> {
        arguments.requireCount(3);
        if (!arguments.isOption(2, "on") && !arguments.isOption(2, "off")) {
          throw CommandException.syntax();
        }
        return Answer.OK;
      }
      case "setinfo" -> {
        arguments.requireCount(4);
        setInfo(session, arguments);
        return Answer.OK;
      }
      case "reply" -> {
        arguments.requireCount(3);
        return reply(session, arguments);
      }
      default -> throw KeyCommands.unknownSubcommand(arguments);
    }
  }

  private static void setInfo(Session session, Arguments arguments) {
    String text = arguments.text(3);
    if (!Arguments.isPlain(text)) {
      throw new CommandException(
          "ERR %s cannot contain spaces, newlines or special characters."
              .formatted(arguments.option(2)));
    }
    switch (arguments.option(2)) {
      case "lib-name" -> session.library(text);
      case "lib-ver" -> session.libraryVersion(text);
      default -> throw new CommandException("ERR Unrecognized option '" + arguments.shown(2) + "'");
    }
  }

  private static Action reply(Session session, Arguments arguments) {
    switch (arguments.option(2)) {
      case "on" -> session.replies(Session.Replies.ON);
      case "off" -> session.replies(Session.Replies.OFF);
      case "skip" -> session.replies(Session.Replies.SKIP_NEXT);
      default -> throw CommandException.syntax();
    }
    return arguments.isOption(2, "on") ? Answer.OK : new Answer(out -> {});
  }
}
