package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Membership;
import io.apothik.message.ErrorCode;
import io.apothik.message.Message;
import io.apothik.message.NodeMessage;
import io.apothik.message.Reply;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks nodes, and remembers what is pending: a node that leaves will not answer, and without this
 * its callers would wait for their time-out. Safe for use by several threads.
 */
final class NodeClient {
  private final Vertx vertx;
  private final Membership membership;
  private final Map<NodeName, Set<Promise<Reply>>> pending = new ConcurrentHashMap<>();

  NodeClient(Vertx vertx, Membership membership) {
    this.vertx = vertx;
    this.membership = membership;
    membership.onChange(this::membersChanged);
  }

  /** The node's reply; what goes wrong on the way is a {@link Reply.Failure}, too. */
  Future<Reply> ask(NodeName node, NodeMessage message, long timeoutMillis) {
    return ask(node, 0, message, timeoutMillis);
  }

  /** The reply of one of the node's event loops. */
  Future<Reply> ask(NodeName node, int loop, NodeMessage message, long timeoutMillis) {
    Promise<Reply> reply = Promise.promise();
    Set<Promise<Reply>> here =
        pending.computeIfAbsent(node, absent -> ConcurrentHashMap.newKeySet());
    here.add(reply);
    // Only now: a node that leaves after this look takes its pending replies along.
    if (!membership.live().contains(node)) {
      pending.remove(node);
      return Future.succeededFuture(unreachable(node + " is not in the cluster"));
    }
    Deadline deadline = Deadline.after(timeoutMillis);
    vertx
        .eventBus()
        .<Message>request(
            Addresses.of(node, loop),
            message,
            new DeliveryOptions().setSendTimeout(Math.max(1, timeoutMillis)))
        .onComplete(
            result -> {
              here.remove(reply);
              reply.tryComplete(
                  result.failed()
                      ? failure(node, result.cause(), deadline)
                      : body(result.result().body()));
            });
    return reply.future();
  }

  /** Fails what is pending at nodes that were there and are not any more. */
  private void membersChanged(LiveSet before, LiveSet now) {
    for (NodeName node : before.names()) {
      boolean same = now.member(node).equals(before.member(node));
      Set<Promise<Reply>> lost = same ? null : pending.remove(node);
      if (lost != null) {
        Reply failure =
            new Reply.Failure(
                ErrorCode.NODE_LEFT, node + " left the cluster before it answered", 0);
        lost.forEach(reply -> reply.tryComplete(failure));
      }
    }
  }

  static Reply body(Message body) {
    return body instanceof Reply reply
        ? reply
        : new Reply.Failure(ErrorCode.INTERNAL, body + " is no reply", 0);
  }

  static Reply failure(NodeName node, Throwable cause, Deadline deadline) {
    if (!(cause instanceof ReplyException refused)) {
      return new Reply.Failure(ErrorCode.INTERNAL, node + ": " + cause, 0);
    }
    return switch (refused.failureType()) {
      case NO_HANDLERS -> unreachable("nobody listens at " + node);
      // Before its time, this is the word of a bus that discarded what was not handled yet.
      case TIMEOUT ->
          deadline.isOver()
              ? new Reply.Failure(ErrorCode.TIMEOUT, node + " did not answer in time", 0)
              : unreachable(node + " stopped listening before it took the request");
      default -> new Reply.Failure(ErrorCode.INTERNAL, node + ": " + refused.getMessage(), 0);
    };
  }

  static Reply unreachable(String reason) {
    return new Reply.Failure(ErrorCode.UNREACHABLE, reason, 0);
  }
}
