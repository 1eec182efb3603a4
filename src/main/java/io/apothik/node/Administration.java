package io.apothik.node;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.Membership;
import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.NodeMessage.Leave;
import io.apothik.message.NodeMessage.Recover;
import io.apothik.message.NodeRef;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.LiveSet;
import io.apothik.slot.Loss;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Optional;
import java.util.function.Supplier;

/** Ends nodes, and passes on what only a supervisor of processes can do. */
final class Administration {
  private static final long LOOK_MILLIS = 20;

  private final Vertx vertx;
  private final Membership membership;
  private final Tables tables;
  private final NodeClient nodes;

  Administration(Vertx vertx, Membership membership, Tables tables, NodeClient nodes) {
    this.vertx = vertx;
    this.membership = membership;
    this.tables = tables;
    this.nodes = nodes;
  }

  /**
   * Completes when the node is in the ring no more, its slots belong to others, and its process has
   * ended if it is one that this process started: so the node can be started again.
   */
  Future<Reply> kill(Request.Kill kill, Deadline deadline) {
    NodeName node = kill.node().resolve(membership.live().cacheNodes());
    Future<Reply> begun =
        kill.hard()
            ? supervise(kill, deadline)
            : nodes.ask(node, new Leave(), deadline.leftMillis());
    Request ended = new Request.Kill(new NodeRef(node.value()), false);
    return begun
        .compose(reply -> unlessFailed(reply, () -> awaitGone(node, deadline)))
        .compose(gone -> unlessFailed(gone, () -> supervise(ended, deadline).map(gone)));
  }

  private static Future<Reply> unlessFailed(Reply reply, Supplier<Future<Reply>> next) {
    return reply instanceof Reply.Failure ? Future.succeededFuture(reply) : next.get();
  }

  /** Completes when there is a table that was chosen by what is left; at once if enough is. */
  Future<Reply> recover(Deadline deadline) {
    SlotTable before = tables.current();
    Optional<NodeName> coordinator = membership.live().coordinator();
    if (membership.live().membersOf(before) > before.members().size() / 2) {
      return Future.succeededFuture(new Reply.Recovered(before.epoch(), 0));
    }
    if (coordinator.isEmpty()) {
      return Future.succeededFuture(
          new Reply.Failure(ErrorCode.NO_OWNER, "there is no cache node", before.epoch()));
    }
    vertx.eventBus().send(coordinator.get().value(), new Recover());
    return awaitTable(before, deadline);
  }

  private Future<Reply> awaitTable(SlotTable before, Deadline deadline) {
    SlotTable now = tables.current();
    if (now.isNewerThan(before)) {
      int lost =
          now.losses().stream()
              .filter(loss -> loss.epoch() > before.epoch())
              .mapToInt(Loss::slots)
              .sum();
      return Future.succeededFuture(new Reply.Recovered(now.epoch(), lost));
    } else if (deadline.leftMillis() <= LOOK_MILLIS) {
      return Future.succeededFuture(
          new Reply.Failure(
              ErrorCode.TIMEOUT,
              "no newer table than epoch %d within %d ms: the nodes that are left do not answer"
                  .formatted(before.epoch(), deadline.timeoutMillis()),
              before.epoch()));
    }
    return vertx.timer(LOOK_MILLIS).compose(timer -> awaitTable(before, deadline));
  }

  /** The supervisor's reply, or NO_SUPERVISOR if this process has none. */
  Future<Reply> supervise(Request request, Deadline deadline) {
    DeliveryOptions options =
        new DeliveryOptions().setLocalOnly(true).setSendTimeout(Math.max(1, deadline.leftMillis()));
    return vertx
        .eventBus()
        .<Reply>request(Addresses.SUPERVISOR, request, options)
        .map(message -> message.body())
        .recover(failure -> Future.succeededFuture(unsupervised(failure, deadline)));
  }

  private Future<Reply> awaitGone(NodeName node, Deadline deadline) {
    if (isGone(node)) {
      return Future.succeededFuture(new Reply.Done());
    }
    if (deadline.leftMillis() <= LOOK_MILLIS) {
      return Future.succeededFuture(
          new Reply.Failure(
              ErrorCode.TIMEOUT,
              "%s is still in the ring after %d ms".formatted(node, deadline.timeoutMillis()),
              0));
    }
    return vertx.timer(LOOK_MILLIS).compose(timer -> awaitGone(node, deadline));
  }

  /** The last cache node stays in the table: there is nobody to give its slots to. */
  private boolean isGone(NodeName node) {
    LiveSet live = membership.live();
    return !live.contains(node)
        && (live.cacheNodes().isEmpty() || !tables.current().nodes().contains(node));
  }

  private static Reply unsupervised(Throwable failure, Deadline deadline) {
    if (failure instanceof ReplyException refused
        && refused.failureType() == ReplyFailure.NO_HANDLERS) {
      return new Reply.Failure(
          ErrorCode.NO_SUPERVISOR, "this master's process supervises no other processes", 0);
    }
    return new Reply.Failure(
        ErrorCode.TIMEOUT,
        "it was not done within %d ms, and may be yet".formatted(deadline.timeoutMillis()),
        0);
  }
}
