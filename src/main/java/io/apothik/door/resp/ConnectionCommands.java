package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.slot.Bytes;

/** Commands on the connection itself. */
final class ConnectionCommands {
  private static final int VERSION_MIN = 2;
  private static final int VERSION_MAX = 3;

  /** Who says a password alone. */
  private static final Bytes DEFAULT = Bytes.utf8("default");

  private ConnectionCommands() {}

  static Action ping(Session session, Arguments arguments) {
    if (arguments.count() > 2) {
      throw CommandException.wrongArity(arguments.name());
    }
    return arguments.count() == 1
        ? new Answer(out -> out.simple("PONG"))
        : echo(session, arguments);
  }

  static Action echo(Session session, Arguments arguments) {
    return new Answer(out -> out.bulk(arguments.at(1)));
  }

  static Action select(Session session, Arguments arguments) {
    long database = arguments.integer(1);
    if (database != (int) database) {
      throw new CommandException(
          "ERR value is out of range, value must between %d and %d"
              .formatted(Integer.MIN_VALUE, Integer.MAX_VALUE));
    } else if (database != 0 && session.door().isCluster()) {
      throw new CommandException("ERR SELECT is not allowed in cluster mode");
    }
    requireDatabase(database);
    return Answer.OK;
  }

  static void requireDatabase(long database) {
    if (database != 0) {
      throw new CommandException("ERR DB index is out of range");
    }
  }

  static Action quit(Session session, Arguments arguments) {
    return new Action.Ending(RespWriter::ok);
  }

  static Action reset(Session session, Arguments arguments) {
    session.reset();
    return new Answer(
        out -> {
          out.version(VERSION_MIN);
          out.simple("RESET");
        });
  }

  static Action auth(Session session, Arguments arguments) {
    if (arguments.count() > 3) {
      throw CommandException.syntax();
    } else if (arguments.count() == 2 && session.caller().letsStrangersIn()) {
      throw new CommandException(
          "ERR AUTH <password> called without any password configured for the default user. Are"
              + " you sure your configuration is correct?");
    }
    Bytes user = arguments.count() == 2 ? DEFAULT : arguments.at(1);
    return new Login(session)
        .as(user, arguments.at(arguments.count() - 1), () -> {}, RespWriter::ok);
  }

  static Action hello(Session session, Arguments arguments) {
    int version = arguments.count() > 1 ? version(arguments.text(1)) : session.version();
    int user = 0;
    int name = 0;
    for (int place = 2; place < arguments.count(); place++) {
      if (arguments.isOption(place, "auth") && place + 2 < arguments.count()) {
        user = place + 1;
        place += 2;
      } else if (arguments.isOption(place, "setname") && place + 1 < arguments.count()) {
        name = ++place;
      } else {
        throw new CommandException(
            "ERR Syntax error in HELLO option '" + arguments.shown(place) + "'");
      }
    }
    String called = name == 0 ? session.name() : arguments.text(name);
    Runnable greeted =
        () -> {
          session.name(called);
          session.version(version);
        };
    if (user != 0) {
      return new Login(session)
          .as(
              arguments.at(user),
              arguments.at(user + 1),
              greeted,
              out -> greet(session, version, out));
    } else if (!session.isKnown()) {
      throw new CommandException(
          "NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
              + " AUTH <user> <pass> option can be used to authenticate the client and"
              + " select the RESP protocol version at the same time");
    }
    greeted.run();
    return new Answer(out -> greet(session, version, out));
  }

  private static int version(String text) {
    long version;
    try {
      version = Arguments.integer(text);
    } catch (CommandException malformed) {
      throw new CommandException("ERR Protocol version is not an integer or out of range");
    }
    if (version < VERSION_MIN || version > VERSION_MAX) {
      throw new CommandException("NOPROTO unsupported protocol version");
    }
    return (int) version;
  }

  private static void greet(Session session, int version, RespWriter out) {
    out.version(version);
    out.map(7);
    out.bulk("server");
    out.bulk("apothik");
    out.bulk("version");
    out.bulk(ServerCommands.REDIS_VERSION);
    out.bulk("proto");
    out.number(version);
    out.bulk("id");
    out.number(session.id());
    out.bulk("mode");
    out.bulk(session.door().isCluster() ? "cluster" : "standalone");
    out.bulk("role");
    out.bulk("master");
    out.bulk("modules");
    out.array(0);
  }
}
