package io.apothik.door.resp;

import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import java.util.List;
import java.util.function.Consumer;

/** What a command comes to. */
sealed interface Action {
  /** It is answered here. */
  record Answer(Consumer<RespWriter> words) implements Action {
    static final Answer OK = new Answer(RespWriter::ok);

    /** An error of that text. */
    static Answer error(String text) {
      return new Answer(out -> out.error(text));
    }
  }

  /** It is answered here, and the connection ends. */
  record Ending(Consumer<RespWriter> words) implements Action {}

  /**
   * It is done by the owners of its keys.
   *
   * @param requests at least one; if there are several, and their keys are in one slot, they are
   *     done with nothing in between
   * @param allOrNothing whether they must be so, and none is done if one of them cannot be
   * @param anyType whether a value of another type than the one that is asked for is no failure
   * @param form tells what came of them if none failed
   */
  record Keyed(List<KeyRequest> requests, boolean allOrNothing, boolean anyType, Form form)
      implements Action {
    public Keyed {
      requests = List.copyOf(requests);
    }

    static Keyed one(KeyRequest request, Form form) {
      return new Keyed(List.of(request), false, false, form);
    }

    static Keyed each(List<KeyRequest> requests, Form form) {
      return new Keyed(requests, false, false, form);
    }

    static Keyed ofAnyType(List<KeyRequest> requests, Form form) {
      return new Keyed(requests, false, true, form);
    }

    static Keyed atomic(Form form, KeyRequest... requests) {
      return new Keyed(List.of(requests), true, false, form);
    }
  }

  /** It asks others than the owners of keys; what its client sent after it waits for it. */
  record Elsewhere(Consumer<Consumer<Answer>> work) implements Action {}

  /** How replies are told to a client. */
  interface Form {
    /**
     * Writes one reply.
     *
     * @param replies in the order of the requests; those that were not done for want of an earlier
     *     one are missing
     */
    void write(List<Reply> replies, RespWriter out);
  }
}
