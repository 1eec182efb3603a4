package io.apothik.supervisor;

import io.apothik.door.http.HttpDoor;
import io.apothik.door.http.OperatorRoutes;
import io.apothik.door.http.ProcessRegistry;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;

/** The HTTP door of the node of this process, and the registry whose metrics it shows. */
final class OperatorDoor {
  private final PrometheusMeterRegistry registry = ProcessRegistry.create();

  /** The configuration of a node whose metrics are to be seen here. */
  NodeConfig shows(NodeConfig config) {
    return config.withMeters(registry);
  }

  /** Opens the door at the node's host; fails with BAD_REQUEST if the port is taken. */
  Future<Void> open(Node node, int port) {
    Router router = HttpDoor.router(node.vertx());
    OperatorRoutes.mount(router, node, node::health, registry);
    return HttpDoor.open(node.vertx(), node.name().host(), port, router);
  }
}
