package io.apothik.node;

import io.apothik.cluster.ClusterConfig;
import io.apothik.cluster.FreePorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Placement;
import io.apothik.slot.Role;
import io.vertx.core.VertxOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a node is to be. Immutable; start from {@link #named} and change what should differ.
 *
 * @param clusterXml the Hazelcast configuration
 * @param clusterName nodes with different cluster names never meet
 * @param joinPort where others join through this node; 0 for any that is free, or, without a member
 *     to join, for what the XML says
 * @param bridgePort where its event-bus bridge will listen, or 0 for no bridge
 * @param joinOrNull {@code host:port} of a member to join, or null to do what the XML says
 * @param mistakes of the original experiment, to be repeated on purpose
 * @param vertxOptions how many threads, and the like; without high availability
 */
public record NodeConfig(
    NodeName name,
    Role role,
    Placement placement,
    Path clusterXml,
    String clusterName,
    int joinPort,
    int bridgePort,
    @Nullable String joinOrNull,
    Mistakes mistakes,
    VertxOptions vertxOptions) {

  /**
   * Mistakes of the original experiment; possible under the modulo placement alone.
   *
   * @param countMaster take the ring from all members, those that store nothing included
   * @param lateListener register the membership listener after the join, and never read the members
   */
  public record Mistakes(boolean countMaster, boolean lateListener) {
    public static final Mistakes NONE = new Mistakes(false, false);
  }

  /**
   * Checks what can be checked without a network.
   *
   * @throws IllegalArgumentException if the parts do not go together
   */
  public NodeConfig {
    if (placement.owned() && !mistakes.equals(Mistakes.NONE)) {
      throw new IllegalArgumentException(
          "--count-master and --late-listener need --placement modulo: under slots, only cache"
              + " nodes are ever in the table, and every node is shown the same table");
    }
    if (vertxOptions.isHAEnabled()) {
      throw new IllegalArgumentException(
          "Vert.x high availability takes the only membership listener; a node cannot use it");
    }
    vertxOptions = new VertxOptions(vertxOptions);
  }

  /** A cache node with the default placement, in the cluster {@code apothik}. */
  public static NodeConfig named(NodeName name, Path clusterXml) {
    return new NodeConfig(
        name,
        Role.CACHE,
        Placement.SLOTS,
        clusterXml,
        "apothik",
        0,
        0,
        null,
        Mistakes.NONE,
        fewThreads());
  }

  public NodeConfig withRole(Role other) {
    return new NodeConfig(
        name,
        other,
        placement,
        clusterXml,
        clusterName,
        joinPort,
        bridgePort,
        joinOrNull,
        mistakes,
        vertxOptions);
  }

  public NodeConfig withPlacement(Placement other, Mistakes repeated) {
    return new NodeConfig(
        name,
        role,
        other,
        clusterXml,
        clusterName,
        joinPort,
        bridgePort,
        joinOrNull,
        repeated,
        vertxOptions);
  }

  public NodeConfig withCluster(String other, @Nullable String join) {
    return new NodeConfig(
        name,
        role,
        placement,
        clusterXml,
        other,
        joinPort,
        bridgePort,
        join,
        mistakes,
        vertxOptions);
  }

  public NodeConfig withPorts(int join, int bridge) {
    return new NodeConfig(
        name,
        role,
        placement,
        clusterXml,
        clusterName,
        join,
        bridge,
        joinOrNull,
        mistakes,
        vertxOptions);
  }

  public NodeConfig withVertxOptions(VertxOptions other) {
    return new NodeConfig(
        name,
        role,
        placement,
        clusterXml,
        clusterName,
        joinPort,
        bridgePort,
        joinOrNull,
        mistakes,
        other);
  }

  /** This as the cluster sees it, with a port of its own for the event bus. */
  ClusterConfig toCluster() {
    return new ClusterConfig(
        clusterXml,
        clusterName,
        name,
        role,
        placement,
        joinPort,
        FreePorts.pick(name.host()),
        bridgePort,
        joinOrNull);
  }

  /** One event loop: nothing hops between threads. */
  private static VertxOptions fewThreads() {
    return new VertxOptions()
        .setEventLoopPoolSize(1)
        .setWorkerPoolSize(4)
        .setInternalBlockingPoolSize(4);
  }
}
