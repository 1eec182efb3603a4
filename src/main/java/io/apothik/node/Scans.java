package io.apothik.node;

import io.apothik.cluster.Tables;
import io.apothik.message.ErrorCode;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.apothik.message.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * Finds out which keys there are, in the order of slots and, within a slot, of bytes.
 *
 * <p>A key that is there throughout is in its slot at whichever primary is asked, and the cursor
 * passes its place once: so it comes exactly once, wherever its slot moves meanwhile.
 */
final class Scans {
  private final Vertx vertx;
  private final Settings settings;
  private final Tables tables;
  private final NodeClient nodes;
  private final Runnable refresh;

  /**
   * @param refresh called when a node turns out to have a newer table than this one
   */
  Scans(Vertx vertx, Settings settings, Tables tables, NodeClient nodes, Runnable refresh) {
    this.vertx = vertx;
    this.settings = settings;
    this.tables = tables;
    this.nodes = nodes;
    this.refresh = refresh;
  }

  /**
   * The next keys, or a failure: UNAVAILABLE if the deadline came before any progress. There may be
   * fewer keys than wanted, even none, before the end.
   */
  Future<Reply> scan(Request.Scan request, Deadline deadline) {
    if (!settings.placement().owned()) {
      return Future.succeededFuture(
          new Reply.Failure(
              ErrorCode.BAD_REQUEST,
              "with the placement %s there is no scan, and no clear"
                  .formatted(settings.placement().label()),
              0));
    }
    return new Scanner(vertx, settings, tables, nodes, refresh, request, deadline).run();
  }
}
