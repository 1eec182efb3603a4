package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that clients can give.
 *
 * @param name in small letters
 * @param arity how many words it has with its name, or, negative, how many at least
 * @param flags as Redis calls them
 * @param keys where its keys are
 * @param group what it is about
 * @param since the version of Redis that had it first
 * @param summary what it does
 * @param handler finds out what it comes to
 */
record Command(
    String name,
    int arity,
    List<String> flags,
    Keys keys,
    String group,
    String since,
    String summary,
    Handler handler) {
  Command {
    flags = List.copyOf(flags);
  }

  /** Finds out what a command comes to. */
  interface Handler {
    /**
     * What it comes to.
     *
     * @throws CommandException if it cannot be done
     */
    Action handle(Session session, Arguments arguments);
  }

  /**
   * Where keys are among the words of a command.
   *
   * @param first 0 if there is none
   * @param last negative if it counts from the end
   * @param step from one to the next
   */
  record Keys(int first, int last, int step) {
    static final Keys NONE = new Keys(0, 0, 0);

    /** The keys. */
    List<Bytes> of(Arguments arguments) {
      if (first == 0) {
        return List.of();
      }
      int end = last < 0 ? arguments.count() + last : last;
      List<Bytes> keys = new ArrayList<>();
      for (int place = first; place <= end && place < arguments.count(); place += step) {
        keys.add(arguments.at(place));
      }
      return keys;
    }
  }

  /** Whether so many words are enough, and not too many. */
  boolean takes(int words) {
    return arity >= 0 ? words == arity : words >= -arity;
  }

  boolean is(String flag) {
    return flags.contains(flag);
  }

  boolean isWrite() {
    return is("write");
  }

  /** The categories by which rights are given in Redis. */
  List<String> categories() {
    List<String> categories = new ArrayList<>();
    if (isWrite()) {
      categories.add("@write");
    } else if (is("readonly")) {
      categories.add("@read");
    }
    switch (group) {
      case "generic" -> categories.add("@keyspace");
      case "server", "cluster" -> {
        if (is("admin")) {
          categories.add("@admin");
          categories.add("@dangerous");
        }
      }
      case "transactions" -> categories.add("@transaction");
      default -> categories.add("@" + group);
    }
    categories.add(is("fast") ? "@fast" : "@slow");
    return categories;
  }
}
