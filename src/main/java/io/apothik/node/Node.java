package io.apothik.node;

import io.apothik.message.KeyRequest;
import io.apothik.message.Reply;
import io.apothik.slot.LiveSet;
import io.apothik.slot.NodeName;
import io.apothik.slot.SlotTable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** A node that is running in this process. Safe for use by several threads. */
public interface Node {
  NodeName name();

  /** The clustered Vert.x that this node runs in; closed when the node leaves. */
  Vertx vertx();

  /** The members as this node sees them. */
  LiveSet live();

  /** The slot table that this node acts under. */
  SlotTable table();

  /**
   * Has this node's master do what is asked about a key. Completes with the reply; what went wrong
   * is a {@link Reply.Failure}, and after the time-out it comes at the latest.
   *
   * @param timeoutMillis 1 to {@link io.apothik.message.Limits#TIMEOUT_MILLIS_MAX}
   */
  Future<Reply> ask(KeyRequest request, long timeoutMillis);

  /** Hands over what this node holds, then ends; completes when it is gone. */
  Future<Void> leave();

  /** Ends at once, as in a crash: other copies serve. Completes when it is gone. */
  Future<Void> close();

  /** Completes when the node is gone, whoever caused that. */
  Future<Void> gone();

  /** Starts a node; see {@link NodeLauncher#launch}. */
  static Future<Node> start(NodeConfig config) {
    return NodeLauncher.launch(config);
  }
}
