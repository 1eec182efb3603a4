package io.apothik.node;

import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.KeyRequest;
import io.apothik.message.NodeMessage.SlotRequest;
import io.apothik.message.Reply;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.SlotOwners;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Takes a request for a key to the node that owns the key's slot: hashes the key, looks the owner
 * up, asks it, and tries again with the newer table where that can help and cannot do harm.
 */
final class Router {
  private final Vertx vertx;
  private final Placement placement;
  private final Tables tables;
  private final NodeClient nodes;
  private final Runnable refresh;

  /**
   * @param refresh called when a node turns out to have a newer table than this one
   */
  Router(Vertx vertx, Placement placement, Tables tables, NodeClient nodes, Runnable refresh) {
    this.vertx = vertx;
    this.placement = placement;
    this.tables = tables;
    this.nodes = nodes;
    this.refresh = refresh;
  }

  /** The owner's reply, or a failure: UNAVAILABLE if no owner accepted before the deadline. */
  Future<Reply> route(KeyRequest request, Deadline deadline) {
    Promise<Reply> reply = Promise.promise();
    attempt(request, deadline, 0, reply);
    return reply.future();
  }

  /** The reply of the given node, whether or not it owns the key. */
  Future<Reply> routeTo(NodeName node, KeyRequest request, Deadline deadline) {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      return Future.succeededFuture(noTable());
    }
    return nodes.ask(node, slotRequest(request, table), deadline.leftMillis());
  }

  /** Where the key lives under the table in force. */
  Reply locate(KeyRequest request) {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      return noTable();
    }
    int slot = placement.slotOf(request.key(), table.slotCount());
    SlotOwners owners = table.owners(slot);
    return new Reply.Location(
        slot,
        owners.primary(),
        owners.learnerOrNull(),
        table.epoch(),
        placement.explain(request.key(), table.slotCount()));
  }

  private void attempt(KeyRequest request, Deadline deadline, int retry, Promise<Reply> reply) {
    SlotTable table = tables.current();
    if (table.isEmpty()) {
      retryOrEnd(request, deadline, retry, reply, noTable());
      return;
    }
    SlotRequest message = slotRequest(request, table);
    NodeName owner = table.owners(message.slot()).primary();
    nodes
        .ask(owner, message, deadline.leftMillis())
        .onSuccess(
            answer -> {
              if (answer instanceof Reply.Failure failure) {
                if (failure.epoch() > table.epoch()) {
                  refresh.run();
                }
                retryOrEnd(request, deadline, retry, reply, failure);
              } else {
                reply.complete(answer);
              }
            });
  }

  private void retryOrEnd(
      KeyRequest request,
      Deadline deadline,
      int retry,
      Promise<Reply> reply,
      Reply.Failure failure) {
    long wait = Backoff.millis(retry);
    if (!mayRetry(request, failure)) {
      reply.complete(failure);
    } else if (deadline.leftMillis() <= wait) {
      reply.complete(unavailable(request, deadline, failure));
    } else {
      vertx.setTimer(wait, timer -> attempt(request, deadline, retry + 1, reply));
    }
  }

  private static boolean mayRetry(KeyRequest request, Reply.Failure failure) {
    boolean harmless = failure.code().applied() == ErrorCode.Applied.NO || !request.op().isWrite();
    return failure.code().isRetryable() && harmless;
  }

  private static Reply unavailable(KeyRequest request, Deadline deadline, Reply.Failure last) {
    return new Reply.Failure(
        ErrorCode.UNAVAILABLE,
        "no owner of '%s' answered within %d ms; at last %s: %s"
            .formatted(request.key(), deadline.timeoutMillis(), last.code(), last.reason()),
        0);
  }

  private SlotRequest slotRequest(KeyRequest request, SlotTable table) {
    return new SlotRequest(
        table.epoch(), placement.slotOf(request.key(), table.slotCount()), request);
  }

  private static Reply.Failure noTable() {
    return new Reply.Failure(ErrorCode.NO_OWNER, "this node has no table yet", 0);
  }
}
