package io.apothik.door.api;

import io.apothik.node.Node;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Caches over one node. */
final class NodeDoor implements Apothik {
  private final Node node;
  private final Vertx vertx;
  private final Questions questions;

  NodeDoor(Node node, Vertx vertx) {
    this.node = node;
    this.vertx = vertx;
    this.questions = new Questions(node, vertx);
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public <K, V> Cache<K, V> cache(String name, CacheOptions<K, V> options) {
    return new ClusterCache<>(questions, name, options);
  }

  @Override
  public Future<Void> close() {
    return Caller.on(vertx).bring(node.leave().otherwiseEmpty());
  }
}
