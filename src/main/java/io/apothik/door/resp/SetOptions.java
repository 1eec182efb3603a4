package io.apothik.door.resp;

import io.apothik.message.Operation.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The options behind key and value of a SET, or behind the key of a GETEX. As in Redis one may come
 * twice, and then the last counts; numbers are not looked at before all options are known.
 */
final class SetOptions {
  private final Arguments arguments;
  private final boolean stores;
  private Condition condition = Condition.NONE;
  private boolean get;
  private boolean keepTtl;
  private boolean persist;
  private @Nullable String unit;
  private int numberPlace;

  private SetOptions(Arguments arguments, boolean stores) {
    this.arguments = arguments;
    this.stores = stores;
  }

  /**
   * Those of a SET.
   *
   * @throws CommandException if they do not go together, or one is unknown
   */
  static SetOptions ofSet(Arguments arguments) {
    return new SetOptions(arguments, true).read(3);
  }

  /**
   * Those of a GETEX.
   *
   * @throws CommandException if they do not go together, or one is unknown
   */
  static SetOptions ofGetAndExpire(Arguments arguments) {
    return new SetOptions(arguments, false).read(2);
  }

  private SetOptions read(int first) {
    for (int place = first; place < arguments.count(); place++) {
      String option = arguments.option(place);
      if (Expiry.isOption(option) && place + 1 < arguments.count()) {
        require(!keepTtl && !persist && (unit == null || unit.equals(option)));
        unit = option;
        numberPlace = ++place;
      } else if (stores) {
        flag(option);
      } else {
        require(option.equals("persist") && unit == null);
        persist = true;
      }
    }
    return this;
  }

  private void flag(String option) {
    switch (option) {
      case "nx" -> condition(Condition.ABSENT);
      case "xx" -> condition(Condition.PRESENT);
      case "get" -> get = true;
      case "keepttl" -> {
        require(unit == null);
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

  /** Whether the time to live is to end. */
  boolean persist() {
    return persist;
  }

  /**
   * When the entry is to end, or null if nothing is said of that.
   *
   * @throws CommandException if the number is none, not positive, or too large
   */
  @Nullable Expiry expiryOrNull() {
    return unit == null
        ? null
        : Expiry.ofOption(unit, arguments.integer(numberPlace), arguments.name());
  }
}
