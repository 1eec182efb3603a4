package io.apothik.node;

import io.apothik.message.Health;
import io.apothik.message.Master;
import io.apothik.message.Reply;
import io.apothik.message.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A node that is running in this process. Safe for use by several threads. */
public interface Node extends Master {
  /** The clustered Vert.x that this node runs in; closed when the node leaves. */
  Vertx vertx();

  /**
   * Has this node's master do what is asked. Completes with the reply; what went wrong is a {@link
   * Reply.Failure}, and after the time-out it comes at the latest.
   *
   * @param timeoutMillis 1 to {@link io.apothik.message.Limits#TIMEOUT_MILLIS_MAX}
   */
  Future<Reply> ask(Request request, long timeoutMillis);

  /** Tells how this node is, on some thread of its own. */
  void health(Consumer<Health> taker);

  /** Hands over what this node holds, then ends; completes when it is gone. */
  Future<Void> leave();

  /**
   * Once this node has handed over what it holds, it waits for that before it ends, as for a door
   * with guests.
   */
  void beforeEnd(Supplier<Future<Void>> last);

  /** Ends at once, as in a crash: other copies serve. Completes when it is gone. */
  Future<Void> close();

  /**
   * Completes when the node is gone, whoever caused that; fails with NODE_LEFT if Hazelcast ended
   * by itself, as it does where it left one part of a cluster that was cut in two and could not
   * join the other.
   */
  Future<Void> gone();

  /** Starts a node; see {@link NodeLauncher#launch}. */
  static Future<Node> start(NodeConfig config) {
    return NodeLauncher.launch(config);
  }
}
