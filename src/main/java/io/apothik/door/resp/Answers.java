package io.apothik.door.resp;

import io.apothik.message.ErrorCode;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import java.util.List;

/** Tells clients what came of commands on keys. */
final class Answers {
  private Answers() {}

  /**
   * Writes the reply to a command whose requests were done as {@link Transaction#step} says.
   *
   * @param reply to that step
   */
  static void write(Action.Keyed command, Reply reply, RespWriter out) {
    boolean several = reply instanceof Reply.Results;
    List<Reply> replies =
        reply instanceof Reply.Results results
            ? results.results().stream().map(Reply.Result::reply).toList()
            : List.of(reply);
    // The results of a transaction that a client made are its own reply.
    write(command, isOwn(command) && several ? List.of(reply) : replies, out);
  }

  private static boolean isOwn(Action.Keyed command) {
    return command.requests().size() == 1
        && command.requests().get(0).operation() instanceof Operation.Transaction;
  }

  /** Writes the reply to a command, given the replies to its requests. */
  static void write(Action.Keyed command, List<Reply> replies, RespWriter out) {
    for (Reply reply : replies) {
      if (reply instanceof Reply.Failure failure
          && !(command.anyType() && failure.code() == ErrorCode.WRONG_TYPE)) {
        out.error(Errors.text(failure, command.requests().get(0).operation()));
        return;
      }
    }
    command.form().write(replies, out);
  }
}
