package io.apothik.door.resp;

import io.apothik.door.resp.Action.Answer;
import io.apothik.message.Description;
import io.apothik.message.KeyRequest;
import io.apothik.message.Operation;
import io.apothik.message.Reply;
import io.apothik.message.ValueType;
import io.apothik.slot.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the keys whose values are of one type.
 *
 * @param type by its name
 */
record TypeFilter(Door door, String type) {
  /**
   * Finds out.
   *
   * @param caller gets the keys that are of the type
   * @param failed gets what went wrong instead
   */
  void apply(List<Bytes> keys, Consumer<List<Bytes>> caller, Consumer<Answer> failed) {
    List<KeyRequest> questions =
        keys.stream().map(key -> new KeyRequest(key, new Operation.Describe())).toList();
    new Spread(door, questions).run(replies -> take(keys, replies, caller, failed));
  }

  private void take(
      List<Bytes> keys,
      List<Reply> replies,
      Consumer<List<Bytes>> caller,
      Consumer<Answer> failed) {
    List<Bytes> kept = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      if (replies.get(i) instanceof Reply.Failure failure) {
        failed.accept(Answer.error(Errors.text(failure)));
        return;
      }
      Description description = (Description) replies.get(i);
      if (description.type().map(ValueType::label).filter(type::equals).isPresent()) {
        kept.add(keys.get(i));
      }
    }
    caller.accept(kept);
  }
}
