package io.apothik.door.http;

import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;

/** The HTTP doors of some nodes, and a client that asks them. */
final class Doors {
  static final String HOST = "127.0.0.1";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Node, Integer> ports = new HashMap<>();

  /** What all nodes of a test show their metrics in. */
  final PrometheusMeterRegistry registry = ProcessRegistry.create();

  /** The status and the body of an answer. */
  record Answer(int status, String text) {
    JsonObject json() {
      return new JsonObject(text);
    }
  }

  /** Opens the door of a node, the first time that it is asked for. */
  int port(Node node) {
    return ports.computeIfAbsent(node, absent -> open(node));
  }

  private int open(Node node) {
    return open(node, Protection.NONE);
  }

  /** Opens another door of a node. */
  int open(Node node, Protection protection) {
    int port = FreePorts.reserve(HOST);
    Router router = HttpDoor.router(node.vertx());
    OperatorRoutes.mount(router, node, node::health, registry, protection);
    TestCluster.result(HttpDoor.open(node.vertx(), HOST, port, router, protection));
    return port;
  }

  Answer get(Node node, String path) {
    return ask(request(node, path).GET());
  }

  HttpRequest.Builder request(Node node, String path) {
    return request(port(node), path);
  }

  static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://%s:%d%s".formatted(HOST, port, path)));
  }

  Answer ask(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
