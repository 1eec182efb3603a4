package io.apothik.door.resp;

import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Requests of one client that go to the owners of several slots, some at a time. */
final class Spread {
  private static final int IN_FLIGHT_MAX = 256;
  private static final Reply UNASKED = new Reply.Failure(ErrorCode.INTERNAL, "not asked", 0);

  private final Door door;
  private final List<KeyRequest> requests;
  private final Reply[] replies;
  private int asked;
  private int answered;

  Spread(Door door, List<KeyRequest> requests) {
    this.door = door;
    this.requests = requests;
    this.replies = new Reply[requests.size()];
    Arrays.fill(replies, UNASKED);
  }

  /**
   * Asks.
   *
   * @param caller gets the replies in the order of the requests, once all are there
   */
  void run(Consumer<List<Reply>> caller) {
    if (requests.isEmpty()) {
      caller.accept(List.of());
    }
    while (asked < requests.size() && asked - answered < IN_FLIGHT_MAX) {
      int place = asked++;
      door.ask(requests.get(place), reply -> take(place, reply, caller));
    }
  }

  private void take(int place, Reply reply, Consumer<List<Reply>> caller) {
    replies[place] = reply;
    answered++;
    if (answered == requests.size()) {
      caller.accept(List.of(replies));
    } else if (asked < requests.size()) {
      run(caller);
    }
  }
}
