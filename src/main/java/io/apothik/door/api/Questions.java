package io.apothik.door.api;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.node.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the node's master, and brings the replies to who asked. A node that is gone answers nothing
 * any more, so this ends what is pending then. Safe for use by several threads.
 */
final class Questions {
  private final Node node;
  private final Vertx vertx;
  private final Set<Promise<Reply>> pending = ConcurrentHashMap.newKeySet();

  Questions(Node node, Vertx vertx) {
    this.node = node;
    this.vertx = vertx;
    node.gone().onComplete(gone -> failPending());
  }

  Node node() {
    return node;
  }

  /** Whoever is asking right now. */
  Caller caller() {
    return Caller.on(vertx);
  }

  /**
   * The reply; fails with a {@link FailureException} if it is a failure.
   *
   * @param type of every other reply to this request
   */
  <R extends Reply> Future<R> ask(Request request, long timeoutMillis, Class<R> type) {
    Promise<Reply> reply = Promise.promise();
    Future<R> answer = caller().bring(reply.future()).map(any -> expected(any, type));
    pending.add(reply);
    if (node.gone().isComplete()) {
      end(reply, failure(ErrorCode.UNAVAILABLE, "%s has left the cluster"));
    } else {
      node.ask(request, timeoutMillis, any -> end(reply, any));
    }
    return answer;
  }

  /** The replies to several requests, failures among them, in their order. */
  Future<List<Reply.Result>> askMany(List<KeyRequest> requests, long timeoutMillis) {
    return ask(new Request.Many(requests), timeoutMillis, Reply.Results.class)
        .map(Reply.Results::results);
  }

  private void end(Promise<Reply> reply, Reply answer) {
    pending.remove(reply);
    reply.tryComplete(answer);
  }

  private void failPending() {
    Reply gone = failure(ErrorCode.NODE_LEFT, "%s left the cluster before there was an answer");
    List.copyOf(pending).forEach(reply -> end(reply, gone));
  }

  private Reply failure(ErrorCode code, String reason) {
    return new Reply.Failure(code, reason.formatted(node.name()), 0);
  }

  /** The reply as what it has to be. */
  static <R extends Reply> R expected(Reply reply, Class<R> type) {
    if (reply instanceof Reply.Failure failure) {
      throw failure.toException();
    } else if (!type.isInstance(reply)) {
      throw new FailureException(
          ErrorCode.INTERNAL, "%s is no %s".formatted(reply, type.getSimpleName()));
    }
    return type.cast(reply);
  }
}
