package io.apothik.door.resp;

import io.apothik.door.resp.Action.Form;
import io.apothik.message.Description;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.slot.Bytes;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The usual ways to tell a client what came of a command. */
final class Forms {
  /** OK, whatever it was. */
  static final Form OK = (replies, out) -> out.ok();

  /** The value of the first reply, or nothing. */
  static final Form VALUE = (replies, out) -> out.bulkOrNothing(value(replies.get(0)));

  /** The number that the first reply is. */
  static final Form NUMBER = (replies, out) -> out.number(((Reply.Number) replies.get(0)).value());

  /** 1 if the first reply says that something changed or was there, else 0. */
  static final Form ONE_IF_SO = (replies, out) -> out.number(isSo(replies.get(0)) ? 1 : 0);

  /** How many replies say that something changed or was there. */
  static final Form COUNT_IF_SO =
      (replies, out) -> out.number(replies.stream().filter(Forms::isSo).count());

  /** OK if the last reply says that something changed, else nothing. */
  static final Form OK_IF_SO =
      (replies, out) -> {
        if (isSo(replies.get(replies.size() - 1))) {
          out.ok();
        } else {
          out.nothing();
        }
      };

  private Forms() {}

  /** What a get found, or null. */
  static @Nullable Bytes value(Reply reply) {
    return reply instanceof Reply.Value value ? value.valueOrNull() : null;
  }

  /** Whether something changed, or was there. */
  static boolean isSo(Reply reply) {
    return (reply instanceof Reply.Changed changed && changed.changed())
        || (reply instanceof Reply.Presence presence && presence.found());
  }

  /** Whether a key that is described is there. */
  static boolean isThere(Reply reply) {
    return reply instanceof Description description && description.typeOrNull() != null;
  }

  /** A number that depends on what there is to know of a key; others take the absent one's. */
  static Form described(long ifAbsent, ToLongFunction<Description> number) {
    return (replies, out) -> {
      Description description = (Description) replies.get(0);
      out.number(description.typeOrNull() == null ? ifAbsent : number.applyAsLong(description));
    };
  }

  /** The length of a value of that type; an error if it is of another. */
  static Form length(ValueType type) {
    return (replies, out) -> {
      Description description = (Description) replies.get(0);
      if (description.typeOrNull() != null && description.typeOrNull() != type) {
        out.error(Errors.WRONG_TYPE);
      } else {
        out.number(description.length());
      }
    };
  }

  /** An error, unless the key is absent, or has a value of another type. */
  static Form refused(ValueType type, Consumer<RespWriter> ifAbsent, String error) {
    return (replies, out) -> {
      ValueType found = ((Description) replies.get(0)).typeOrNull();
      if (found == null) {
        ifAbsent.accept(out);
      } else {
        out.error(found == type ? error : Errors.WRONG_TYPE);
      }
    };
  }

  /** All values as an array, nothing where there is none, or none of a string. */
  static void values(List<Reply> replies, RespWriter out) {
    out.array(replies.size());
    replies.forEach(reply -> out.bulkOrNothing(value(reply)));
  }
}
