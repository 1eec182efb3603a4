package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
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
    boolean typed = arguments.count() == 4 && arguments.isOption(2, "type");
    if (arguments.count() != 2 && !typed) {
      throw CommandException.syntax();
    }
    boolean any = !typed || arguments.isOption(3, "normal");
    String lines =
        session.door().sessions().stream()
            .filter(each -> any)
            .map(each -> each.line() + "\n")
            .collect(Collectors.joining());
    return new Answer(out -> out.verbatim(lines));
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
      default -> throw new CommandException("ERR Unrecognized option '" + arguments.text(2) + "'");
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
