package io.apothik.door.api;

import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/**
 * A running node, as a Vert.x application uses it: it gives typed caches. Safe for use by several
 * threads.
 *
 * <p>A node has a clustered Vert.x of its own, because its membership listener has to stand before
 * it joins. An application may deploy its verticles there, or keep a Vert.x of its own: whatever is
 * asked on a Vert.x context, of any Vert.x, is answered on that same context. What is asked on
 * another thread is answered on an event loop of {@link #vertx()}; if the answer is there before
 * somebody looks at its future, he gets it on his own thread.
 */
public interface Apothik {
  /**
   * Starts a cache node, which stores its share of the entries. Completes when it is in the
   * cluster; fails with a {@link io.apothik.message.FailureException}: NAME_TAKEN, BAD_REQUEST or
   * START_FAILED.
   *
   * @param config whose role does not count
   */
  static Future<Apothik> node(NodeConfig config) {
    return Caller.current().bring(Node.start(config.withRole(Role.CACHE)).map(Apothik::of));
  }

  /**
   * Starts a client node, which stores nothing and sends each request straight to the owner of its
   * key. Completes and fails as {@link #node(NodeConfig)} does.
   */
  static Future<Apothik> client(NodeConfig config) {
    return Caller.current().bring(Node.start(config.withRole(Role.CLIENT)).map(Apothik::of));
  }

  /**
   * Starts a cache node for an application that has a Vert.x of its own.
   *
   * @param vertx whose event loops complete what is asked outside of any context; it is not closed
   *     with the node
   */
  static Future<Apothik> node(Vertx vertx, NodeConfig config) {
    return Caller.on(vertx)
        .bring(Node.start(config.withRole(Role.CACHE)).map(node -> of(vertx, node)));
  }

  /** Starts a client node for an application that has a Vert.x of its own. */
  static Future<Apothik> client(Vertx vertx, NodeConfig config) {
    return Caller.on(vertx)
        .bring(Node.start(config.withRole(Role.CLIENT)).map(node -> of(vertx, node)));
  }

  /** A node that was started elsewhere in this process. */
  static Apothik of(Node node) {
    return of(node.vertx(), node);
  }

  /** A node that was started elsewhere, for an application that has a Vert.x of its own. */
  static Apothik of(Vertx vertx, Node node) {
    return new NodeDoor(node, vertx);
  }

  /** The node in this process. */
  Node node();

  /** The application's Vert.x if it named one, else the node's, which ends with it. */
  Vertx vertx();

  /**
   * A cache. Two with the same name are views of the same entries, on all nodes; what they share
   * must be written by the same codecs. Keep it: callers of one cache share their loads.
   *
   * @param name 1 to 64 letters, digits, dots, dashes and underlines
   * @throws io.apothik.message.FailureException with BAD_REQUEST if the name is another one
   */
  <K, V> Cache<K, V> cache(String name, CacheOptions<K, V> options);

  /**
   * Lets the node leave: a cache node hands over what it holds before it ends. Completes when it is
   * gone; never fails. What is still asked then fails with UNAVAILABLE, and what is on its way with
   * NODE_LEFT.
   */
  Future<Void> close();
}
