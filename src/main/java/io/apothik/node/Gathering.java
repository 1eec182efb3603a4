package io.apothik.node;

import io.apothik.message.Reply;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the replies to requests that came in one message, and passes them on when all are there.
 */
final class Gathering {
  private final Reply[] replies;
  private final Consumer<Reply> whole;
  private final ByteBudget budget = new ByteBudget();
  private int missing;

  /**
   * @param count how many replies there are to be, at least 1
   * @param whole takes them, as {@link Reply.Replies}
   */
  Gathering(int count, Consumer<Reply> whole) {
    this.replies = new Reply[count];
    this.whole = whole;
    this.missing = count;
  }

  /** The reply to the request at that place; each comes once. */
  void take(int place, Reply reply) {
    replies[place] = budget.admit(reply);
    missing--;
    if (missing == 0) {
      whole.accept(new Reply.Replies(List.of(replies)));
    }
  }
}
