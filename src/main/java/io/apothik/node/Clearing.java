package io.apothik.node;

import io.apothik.message.Cursor;
import io.apothik.message.KeyRequest;
import io.apothik.message.Limits;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.slot.Bytes;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * One clear request: scans and deletes, batch after batch. It begins no batch once half of its time
 * is over, so that there is time to try the last one again.
 */
final class Clearing {
  private final Router router;
  private final Scans scans;
  private final Deadline deadline;
  private long deleted;

  Clearing(Router router, Scans scans, Deadline deadline) {
    this.router = router;
    this.scans = scans;
    this.deadline = deadline;
  }

  /** Completes with {@link Reply.Cleared}, or with a failure if nothing was deleted. */
  Future<Reply> run(Cursor from) {
    Request.Scan batch = new Request.Scan(from, Bytes.EMPTY, Limits.SCAN_KEYS_MAX);
    return scans
        .scan(batch, deadline)
        .compose(
            reply ->
                reply instanceof Reply.Scanned found
                    ? delete(from, found)
                    : Future.succeededFuture(end(from, reply)));
  }

  private Future<Reply> delete(Cursor from, Reply.Scanned found) {
    return router
        .routeAll(found.keys().stream().map(KeyRequest::delete).toList(), deadline)
        .compose(results -> goOn(from, results, found.nextOrNull()));
  }

  private Future<Reply> goOn(Cursor from, Reply.Results results, @Nullable Cursor next) {
    Reply failure = null;
    for (Reply.Result result : results.results()) {
      if (result.reply() instanceof Reply.Failure) {
        failure = result.reply();
      } else if (result.reply() instanceof Reply.Presence presence && presence.found()) {
        deleted++;
      }
    }
    if (failure != null) {
      return Future.succeededFuture(end(from, failure));
    } else if (next == null || deadline.isHalfOver()) {
      return Future.succeededFuture(new Reply.Cleared(deleted, next));
    }
    return run(next);
  }

  /** What was done counts more than why it stopped: that shows when the caller goes on. */
  private Reply end(Cursor from, Reply failure) {
    return deleted > 0 ? new Reply.Cleared(deleted, from) : failure;
  }
}
