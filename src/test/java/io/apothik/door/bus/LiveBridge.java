package io.apothik.door.bus;

import static io.apothik.door.bus.BusSocket.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.apothik.cluster.FreePorts;
import io.apothik.credential.Protection;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A node alone in its cluster, with its bridge.
 *
 * @param join where others join it, as {@code host:port}
 * @param port the bridge's
 */
record LiveBridge(Node node, String join, int port) implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  private static final String CLUSTER = "bus-" + ProcessHandle.current().pid();

  /** Lends the one bridge that all tests share: starting a node takes longer than most of them. */
  static final class Lender implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      return parameter.getParameter().getType() == LiveBridge.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      return test.getRoot()
          .getStore(Namespace.GLOBAL)
          .getOrComputeIfAbsent(LiveBridge.class, absent -> start(), LiveBridge.class);
    }
  }

  private static LiveBridge start() {
    int joinPort = FreePorts.reserve(HOST);
    int port = FreePorts.reserve(HOST);
    String join = HOST + ":" + joinPort;
    Node node = await(Node.start(config(1, join).withPorts(joinPort, new DoorPorts(port, 0, 0))));
    await(BusBridge.open(node.vertx(), HOST, port, "apothik"));
    return new LiveBridge(node, join, port);
  }

  private static NodeConfig config(int number, String join) {
    return NodeConfig.named(NodeName.numbered(number, HOST), Path.of("cluster.xml"))
        .withCluster(CLUSTER, join);
  }

  /** Another node of this cluster. */
  Node startSecond() {
    return await(Node.start(config(2, join)));
  }

  /** A further bridge on the same node, for the given address. */
  int open(String address) {
    int other = FreePorts.reserve(HOST);
    await(BusBridge.open(node.vertx(), HOST, other, address, Protection.NONE, node::onSlowClient));
    return other;
  }

  /** A further bridge on the same node, behind that protection. */
  int open(Protection protection) {
    int other = FreePorts.reserve(HOST);
    await(BusBridge.open(node.vertx(), HOST, other, "apothik", protection, node::onSlowClient));
    return other;
  }

  BusSocket connect() throws IOException {
    return new BusSocket(port);
  }

  /** Checks that a new connection gets its requests answered. */
  void assertServes() throws IOException {
    try (BusSocket other = connect()) {
      other.reply("{'op':'put','key':'served','value':'yes'}");
      assertThat(other.reply("{'op':'get','key':'served'}"))
          .isEqualTo(json("{'ok':true,'found':true,'value':'yes'}"));
    }
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    await(node.close());
  }
}
