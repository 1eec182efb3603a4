package io.apothik.door.resp;

import io.apothik.cluster.FreePorts;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.node.TestCluster;
import io.apothik.slot.DoorPorts;
import java.io.Closeable;
import java.util.List;

/**
 * Several nodes in this process, each with a door for Redis clients that know the cluster; the
 * first has one for others, too.
 */
public final class Doors implements Closeable {
  private static final String HOST = "127.0.0.1";

  private final TestCluster nodes;
  private final int plainPort = FreePorts.pick(HOST);

  private Doors(int count) {
    nodes = TestCluster.of(count, Doors::announced);
    nodes.nodes().forEach(Doors::open);
    Node first = nodes.nodes().get(0);
    TestCluster.result(RespDoor.open(first.vertx(), HOST, plainPort, first, false));
  }

  static Doors of(int count) {
    return new Doors(count);
  }

  private static NodeConfig announced(NodeConfig config) {
    return config.withPorts(config.place().joinPort(), new DoorPorts(0, FreePorts.pick(HOST), 0));
  }

  private static void open(Node node) {
    RespDoor door =
        TestCluster.result(RespDoor.open(node.vertx(), HOST, clusterPort(node), node, true));
    node.beforeEnd(door::quiet);
  }

  private static int clusterPort(Node node) {
    return node.live().member(node.name()).orElseThrow().doors().redis();
  }

  TestCluster nodes() {
    return nodes;
  }

  /** Another node, with a door. */
  void start(int number) {
    open(nodes.start(number));
  }

  /** For clients that know of no cluster. */
  public int plainPort() {
    return plainPort;
  }

  /** For clients that know the cluster, one a node. */
  public List<Integer> clusterPorts() {
    return nodes.nodes().stream().map(Doors::clusterPort).toList();
  }

  /** The first of these. */
  public int clusterPort() {
    return clusterPorts().get(0);
  }

  @Override
  public void close() {
    nodes.close();
  }
}
