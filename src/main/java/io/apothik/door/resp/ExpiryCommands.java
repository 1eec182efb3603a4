package io.apothik.door.resp;

import io.apothik.door.resp.Action.Keyed;
import io.apothik.message.Description;
import io.apothik.message.KeyRequest;
import io.apothik.message.Lifetime;
import io.apothik.message.Operation;
import io.apothik.message.Operation.Allowed;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;

/** Commands on times to live. */
final class ExpiryCommands {
  private static final long ABSENT = -2;
  private static final long NO_TTL = -1;

  private ExpiryCommands() {}

  static Action expire(Arguments arguments, Expiry.Unit unit) {
    Allowed allowed = allowed(arguments);
    long number = arguments.integer(2);
    Expiry expiry = Expiry.of(unit, number, arguments.name());
    Operation operation =
        expiry.over()
            ? new Operation.End(allowed)
            : new Operation.ExpireIf(expiry.lifetime(), allowed);
    return Keyed.one(new KeyRequest(arguments.at(1), operation), Forms.ONE_IF_SO);
  }

  private static Allowed allowed(Arguments arguments) {
    Set<String> options = new HashSet<>();
    for (int place = 3; place < arguments.count(); place++) {
      if (!List.of("nx", "xx", "gt", "lt").contains(arguments.option(place))) {
        throw new CommandException("ERR Unsupported option " + arguments.shown(place));
      }
      options.add(arguments.option(place));
    }
    if (options.contains("nx") && options.size() > 1) {
      throw new CommandException(
          "ERR NX and XX, GT or LT options at the same time are not compatible");
    } else if (options.containsAll(Set.of("gt", "lt"))) {
      throw new CommandException("ERR GT and LT options at the same time are not compatible");
    }
    return allowed(options);
  }

  private static Allowed allowed(Set<String> options) {
    if (options.contains("nx")) {
      return Allowed.NO_TTL;
    } else if (options.contains("gt")) {
      return Allowed.EARLIER_TTL;
    } else if (options.contains("lt")) {
      return options.contains("xx") ? Allowed.LATER_TTL : Allowed.LATER_OR_NO_TTL;
    }
    return options.contains("xx") ? Allowed.ANY_TTL : Allowed.ALWAYS;
  }

  static Action persist(Arguments arguments) {
    return Keyed.one(
        new KeyRequest(
            arguments.at(1), new Operation.ExpireIf(Lifetime.UNLIMITED, Allowed.ANY_TTL)),
        Forms.ONE_IF_SO);
  }

  /** What is left. */
  static Action left(Arguments arguments, LongUnaryOperator unit) {
    return told(arguments, unit);
  }

  /** When it ends, since 1970. */
  static Action end(Arguments arguments, LongUnaryOperator unit) {
    return told(arguments, left -> unit.applyAsLong(System.currentTimeMillis() + left));
  }

  private static Action told(Arguments arguments, LongUnaryOperator ofMillisLeft) {
    return Keyed.one(
        new KeyRequest(arguments.at(1), new Operation.Describe()),
        Forms.described(ABSENT, description -> told(description, ofMillisLeft)));
  }

  private static long told(Description description, LongUnaryOperator ofMillisLeft) {
    long left = description.ttlMillis();
    return left == 0 ? NO_TTL : ofMillisLeft.applyAsLong(left);
  }
}
