package io.apothik.door.resp;

import io.apothik.message.Lifetime;
import io.apothik.message.Operation.Condition;
import org.jspecify.annotations.Nullable;

/** The options behind key and value of a SET. */
final class SetOptions {
  private Condition condition = Condition.NONE;
  private boolean get;
  private boolean keepTtl;
  private @Nullable Expiry expiry;

  private SetOptions() {}

  /**
   * Reads them.
   *
   * @throws CommandException if they do not go together, or one is unknown
   */
  static SetOptions of(Arguments arguments) {
    SetOptions options = new SetOptions();
    for (int place = 3; place < arguments.count(); place++) {
      String option = arguments.option(place);
      if (Expiry.isOption(option) && place + 1 < arguments.count()) {
        options.expiry(Expiry.ofOption(option, arguments.integer(++place), "set"));
      } else {
        options.flag(option);
      }
    }
    return options;
  }

  private void expiry(Expiry next) {
    require(expiry == null && !keepTtl);
    expiry = next;
  }

  private void flag(String option) {
    switch (option) {
      case "nx" -> condition(Condition.ABSENT);
      case "xx" -> condition(Condition.PRESENT);
      case "get" -> get = true;
      case "keepttl" -> {
        require(expiry == null);
        keepTtl = true;
      }
      default -> throw CommandException.syntax();
    }
  }

  private void condition(Condition next) {
    require(condition.equals(Condition.NONE) || condition.equals(next));
    condition = next;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw CommandException.syntax();
    }
  }

  Condition condition() {
    return condition;
  }

  /** Whether the client wants what was there. */
  boolean get() {
    return get;
  }

  boolean keepTtl() {
    return keepTtl;
  }

  Lifetime lifetime() {
    return expiry == null ? Lifetime.UNLIMITED : expiry.lifetime();
  }

  /** Whether the entry's time is over as soon as it is there. */
  boolean isOver() {
    return expiry != null && expiry.over();
  }
}
