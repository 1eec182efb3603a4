package io.apothik.door.resp;

import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.Reply.Result;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The commands that a client collects, to be done with nothing in between. */
final class Transaction {
  private final List<Action> actions = new ArrayList<>();
  private long bytes;
  private boolean broken;

  /** How many commands there are. */
  int size() {
    return actions.size();
  }

  /**
   * Collects one more.
   *
   * @param commandBytes what it has
   * @throws CommandException if that is too much, or there are too many
   */
  void add(Action action, long commandBytes) {
    bytes += commandBytes;
    if (actions.size() == Limits.TRANSACTION_STEPS_MAX || bytes > Limits.RESP_COMMAND_BYTES_MAX) {
      throw new CommandException(
          "ERR a transaction has at most %d commands and %d bytes"
              .formatted(Limits.TRANSACTION_STEPS_MAX, Limits.RESP_COMMAND_BYTES_MAX));
    }
    actions.add(action);
  }

  /** A command could not be collected, so none of them will be done. */
  void breakUp() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  /**
   * All of them as one command.
   *
   * @param watched what must hold for it
   */
  Action toAction(Watched watched) {
    List<KeyRequest> steps = new ArrayList<>();
    for (Action action : actions) {
      if (action instanceof Action.Keyed keyed) {
        steps.add(step(keyed));
      }
    }
    if (steps.isEmpty() && watched.size() == 0) {
      return new Action.Answer(out -> write(List.of(), out));
    }
    Bytes key =
        steps.isEmpty() ? watched.versions().keySet().iterator().next() : steps.get(0).key();
    KeyRequest all =
        new KeyRequest(key, new Operation.Transaction(watched.versions(), steps, false));
    return Action.Keyed.one(all, (replies, out) -> write(replies.get(0), out));
  }

  /** One request that does what the command does. */
  static KeyRequest step(Action.Keyed keyed) {
    List<KeyRequest> requests = keyed.requests();
    boolean alone =
        requests.size() == 1 && !(requests.get(0).operation() instanceof Operation.Copy);
    return alone
        ? requests.get(0)
        : new KeyRequest(
            requests.get(0).key(),
            new Operation.Transaction(Map.of(), requests, keyed.allOrNothing()));
  }

  private void write(Reply reply, RespWriter out) {
    if (reply instanceof Reply.Results results) {
      write(results.results(), out);
    } else {
      out.noArray();
    }
  }

  private void write(List<Result> results, RespWriter out) {
    Iterator<Result> next = results.iterator();
    out.array(actions.size());
    for (Action action : actions) {
      if (action instanceof Action.Keyed keyed) {
        Answers.write(keyed, next.next().reply(), out);
      } else if (action instanceof Action.Answer answer) {
        answer.words().accept(out);
      }
    }
  }
}
