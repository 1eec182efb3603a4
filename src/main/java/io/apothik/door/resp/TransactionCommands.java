package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.door.resp.Action.Keyed;
import io.apothik.message.Description;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.slot.Bytes;
import java.util.List;

/** Commands that collect others, to be done with nothing in between. */
final class TransactionCommands {
  private TransactionCommands() {}

  static Action multi(Session session, Arguments arguments) {
    if (session.transaction().isPresent()) {
      throw new CommandException("ERR MULTI calls can not be nested");
    }
    session.transaction(new Transaction());
    return Answer.OK;
  }

  static Action discard(Session session, Arguments arguments) {
    require(session, "DISCARD");
    session.transaction(null);
    session.unwatch();
    return Answer.OK;
  }

  private static Transaction require(Session session, String command) {
    return session
        .transaction()
        .orElseThrow(() -> new CommandException("ERR " + command + " without MULTI"));
  }

  /** Whatever comes of it, the client collects and watches nothing any more. */
  static Action exec(Session session, Arguments arguments) {
    Transaction transaction = require(session, "EXEC");
    Watched watched = session.watched();
    session.transaction(null);
    session.unwatch();
    if (transaction.isBroken()) {
      throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
    }
    return transaction.toAction(watched);
  }

  /** What is told of an EXEC of too many words, after which the client collects nothing. */
  static CommandException refuseExec(Session session) {
    session.transaction(null);
    session.unwatch();
    return new CommandException(
        "EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command");
  }

  static Action watch(Session session, Arguments arguments) {
    if (session.transaction().isPresent()) {
      throw new CommandException("ERR WATCH inside MULTI is not allowed");
    }
    List<Bytes> keys = arguments.from(1);
    Watched watched = session.watched();
    return Keyed.each(
        keys.stream().map(key -> new KeyRequest(key, new Operation.Describe())).toList(),
        (replies, out) -> {
          for (int i = 0; i < keys.size(); i++) {
            watched.add(keys.get(i), ((Description) replies.get(i)).version());
          }
          out.ok();
        });
  }

  static Action unwatch(Session session, Arguments arguments) {
    session.unwatch();
    return Answer.OK;
  }
}
