package io.apothik.door.web;

import static io.apothik.node.TestCluster.result;

import io.apothik.cluster.Addresses;
import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.door.http.HttpDoor;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.node.TestCluster;
import io.apothik.slot.DoorPorts;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One node, and pages of it. */
final class Pages implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final int port = FreePorts.reserve(HOST);
  private final TestCluster cluster = TestCluster.of(1, this::announcing);

  private NodeConfig announcing(NodeConfig config) {
    return config.withPorts(config.place().joinPort(), new DoorPorts(0, 0, port));
  }

  /** The page that the node announces, without protection. */
  Pages() {
    open(port, Protection.NONE);
  }

  Node node() {
    return cluster.node(1);
  }

  /** Where the page is that the node announces. */
  int port() {
    return port;
  }

  /** Another page of the node; where it is. */
  int open(Protection protection) {
    int other = FreePorts.reserve(HOST);
    open(other, protection);
    return other;
  }

  private void open(int at, Protection protection) {
    Router router = HttpDoor.router(node().vertx());
    PageDoor.mount(node().vertx(), router, node(), Addresses.MASTER, protection);
    result(HttpDoor.open(node().vertx(), HOST, at, router, protection));
  }

  /** The page's own origin. */
  String origin() {
    return "http://%s:%d".formatted(HOST, port);
  }

  HttpResponse<byte[]> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** A socket to the page that the node announces, from its own origin. */
  PageSocket connect() {
    return PageSocket.open(port, origin());
  }

  /** The status with which a socket from there is refused. */
  int refusal(int at, @Nullable String originOrNull) {
    try (PageSocket letIn = PageSocket.open(at, originOrNull)) {
      throw new AssertionError(originOrNull + " was let in, and told " + letIn.ask("{'op':'sum'}"));
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
