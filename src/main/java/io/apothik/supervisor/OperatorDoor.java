package io.apothik.supervisor;

import io.apothik.cluster.Addresses;
import io.apothik.credential.Protection;
import io.apothik.door.http.HttpDoor;
import io.apothik.door.http.OperatorRoutes;
import io.apothik.door.http.ProcessRegistry;
import io.apothik.door.web.PageDoor;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import org.jspecify.annotations.Nullable;

/** The HTTP door of the node of this process, and the registry whose metrics it shows. */
final class OperatorDoor {
  private final int port;
  private final boolean web;
  private final @Nullable PrometheusMeterRegistry registry;

  /**
   * @param port where it will be, or 0 for no door
   * @param web whether the page is there, too
   */
  OperatorDoor(int port, boolean web) {
    this.port = port;
    this.web = web;
    this.registry = port == 0 ? null : ProcessRegistry.create();
  }

  /** The configuration of a node whose metrics are to be seen here. */
  NodeConfig shows(NodeConfig config) {
    return registry == null ? config : config.withMeters(registry);
  }

  /** Opens the door, if there is one, at the node's host; fails if the port is taken. */
  Future<Void> open(Node node, Protection protection) {
    if (registry == null) {
      return Future.succeededFuture();
    }
    Router router = HttpDoor.router(node.vertx());
    OperatorRoutes.mount(router, node, node::health, registry, protection);
    if (web) {
      PageDoor.mount(node.vertx(), router, node, Addresses.MASTER, protection);
    }
    return HttpDoor.open(node.vertx(), node.name().host(), port, router, protection);
  }
}
