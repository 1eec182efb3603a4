package io.apothik.door.resp;

import io.apothik.message.Cursor;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.apothik.trust.OperationClass;
import io.apothik.trust.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what comes of the commands of a client, and where they go. */
final class Dispatch {
  /**
   * What comes of a command.
   *
   * @param slot of its keys; nothing if there are none, or if they are in several slots
   */
  record Decision(Action action, Optional<Integer> slot) {
    private static Decision here(Action action) {
      return new Decision(action, Optional.empty());
    }
  }

  /** Those that a client can give while it collects others. */
  private static final Set<String> UNCOLLECTED =
      Set.of("multi", "exec", "discard", "watch", "quit", "reset");

  /**
   * Words of a request by HTTP. A browser sends one where a page tells it to, whoever wrote that,
   * and its body could hold commands.
   */
  private static final Set<String> OF_BROWSERS = Set.of("post", "host:");

  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);

  private final Session session;

  Dispatch(Session session) {
    this.session = session;
  }

  /**
   * What comes of a command.
   *
   * @throws CommandException if it cannot be done
   */
  Decision action(Arguments arguments) {
    if (OF_BROWSERS.contains(arguments.name())) {
      LOG.warn("the client {} is dropped: it speaks HTTP", session.line());
      return Decision.here(new Action.Ending(out -> {}));
    }
    Optional<Transaction> collected = session.transaction();
    try {
      Command command = command(arguments);
      if (!command.is("noauth")) {
        session.caller().known(command.name());
      }
      if (UNCOLLECTED.contains(command.name())) {
        collected = Optional.empty();
      }
      if (collected.isEmpty()) {
        return decide(arguments, command);
      }
      collect(arguments, command, collected.get());
    } catch (CommandException | FailureException refused) {
      collected.ifPresent(Transaction::breakUp);
      throw refused;
    }
    return Decision.here(new Action.Answer(RespWriter::queued));
  }

  private Command command(Arguments arguments) {
    Command command = CommandTable.find(arguments.name());
    if (command == null) {
      throw new CommandException(arguments.shown());
    } else if (command.takes(arguments.count())) {
      return command;
    }
    throw command.name().equals("exec")
        ? TransactionCommands.refuseExec(session)
        : CommandException.wrongArity(command.name());
  }

  private void collect(Arguments arguments, Command command, Transaction transaction) {
    List<Bytes> keys = command.keys().of(arguments);
    Optional<Integer> slot = keys.isEmpty() ? Optional.empty() : oneSlot(keys);
    slot.ifPresent(this::requireHere);
    if (!keys.isEmpty() && slot.isEmpty()) {
      throw CommandException.crossSlot();
    }
    transaction.add(collectable(arguments, command), arguments.bytes());
  }

  /** What cannot be done is told when the others are done, what is no command at once. */
  private Action collectable(Arguments arguments, Command command) {
    try {
      Action action = command.handler().handle(session, arguments);
      checkRights(command, arguments, action);
      return action instanceof Action.Elsewhere
          ? Action.Answer.error("ERR '" + command.name() + "' cannot be part of a transaction")
          : action;
    } catch (CommandException refused) {
      if (refused.isUnknown()) {
        throw refused;
      }
      return Action.Answer.error(refused.text());
    }
  }

  private Decision decide(Arguments arguments, Command command) {
    Action action;
    try {
      action = command.handler().handle(session, arguments);
    } catch (CommandException refused) {
      requireHere(command.keys().of(arguments));
      throw refused;
    }
    checkRights(command, arguments, action);
    if (!(action instanceof Action.Keyed keyed)) {
      return Decision.here(action);
    }
    List<Bytes> keys = command.name().equals("exec") ? keys(keyed) : command.keys().of(arguments);
    Optional<Integer> slot = oneSlot(keys);
    if (slot.isEmpty() && (session.door().isCluster() || keyed.allOrNothing())) {
      throw CommandException.crossSlot();
    } else if (slot.isPresent() && isReadOfBackup(keyed, slot.get())) {
      return new Decision(stale(keyed), slot);
    }
    slot.ifPresent(this::requireHere);
    return new Decision(keyed, slot);
  }

  /** Whether the client may have that done. */
  private void checkRights(Command command, Arguments arguments, Action action) {
    if (command.is("noauth") || !session.door().protection().hasUsers()) {
      return;
    }
    User user = session.caller().known(command.name());
    if (action instanceof Action.Keyed keyed) {
      keyed.requests().forEach(request -> user.check(command.name(), request));
    } else if (command.isWrite()) {
      user.check(command.name(), new Request.Clear(Cursor.START));
    } else if (command.is("readonly") && action instanceof Action.Elsewhere) {
      user.check(command.name(), everything(arguments));
    } else if (command.is("admin") || isAboutClients(arguments)) {
      user.check(command.name(), OperationClass.ADMIN);
    }
  }

  /** All keys that a command can tell of that is not about some. */
  private static Request.Scan everything(Arguments arguments) {
    Bytes prefix = Bytes.EMPTY;
    if (arguments.name().equals("keys")) {
      prefix = new Glob(arguments.at(1)).prefix();
    } else if (arguments.name().equals("scan")) {
      prefix = ScanOptions.of(arguments, 1, true).pattern().prefix();
    }
    return new Request.Scan(Cursor.START, prefix, 1);
  }

  private static boolean isAboutClients(Arguments arguments) {
    return arguments.name().equals("client") && arguments.isOption(1, "list");
  }

  private static List<Bytes> keys(Action.Keyed exec) {
    Operation.Transaction transaction = (Operation.Transaction) exec.requests().get(0).operation();
    return List.copyOf(transaction.keys());
  }

  private static Optional<Integer> oneSlot(List<Bytes> keys) {
    int slot = Door.slotOf(keys.get(0));
    for (Bytes key : keys.subList(1, keys.size())) {
      if (Door.slotOf(key) != slot) {
        return Optional.empty();
      }
    }
    return Optional.of(slot);
  }

  /** What is wrong with a command is told by the node that would do it. */
  private void requireHere(List<Bytes> keys) {
    if (!keys.isEmpty() && session.door().isCluster()) {
      requireHere(oneSlot(keys).orElseThrow(CommandException::crossSlot));
    }
  }

  /** Sends clients of a cluster to where the slot is. */
  private void requireHere(int slot) {
    session
        .door()
        .elsewhere(slot)
        .ifPresent(
            place -> {
              throw new CommandException(
                  "MOVED %d %s:%d".formatted(slot, place.host(), place.port()));
            });
  }

  private boolean isReadOfBackup(Action.Keyed keyed, int slot) {
    Door door = session.door();
    return session.isReadonly()
        && keyed.requests().size() == 1
        && keyed.requests().get(0).operation() instanceof Operation.Get
        && !door.table().isEmpty()
        && door.table().owners(slot).backups().stream()
            .anyMatch(copy -> copy.node().equals(door.self()));
  }

  private static Action.Keyed stale(Action.Keyed keyed) {
    return Action.Keyed.one(KeyRequest.staleGet(keyed.requests().get(0).key()), keyed.form());
  }
}
