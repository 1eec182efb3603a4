package io.apothik.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.XmlConfigBuilder;
import io.apothik.message.Settings;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How one node joins the cluster.
 *
 * @param xml the Hazelcast configuration; must exist and be valid
 * @param clusterName nodes with different cluster names never meet
 * @param name the node's name; its host is what everything binds to
 * @param incarnation differs between any two processes
 * @param joinPort the port at which this node takes part in the cluster, or 0 for any, and for the
 *     one that the XML names where members are found as the XML says
 * @param busPort the port of its event bus
 * @param doors where its doors listen
 * @param joinOrNull {@code host:port} of a member to join, without whom the node does not start;
 *     null to do what the XML says
 */
public record ClusterConfig(
    Path xml,
    String clusterName,
    NodeName name,
    Role role,
    Settings settings,
    String incarnation,
    int joinPort,
    int busPort,
    DoorPorts doors,
    @Nullable String joinOrNull) {

  /**
   * The Hazelcast configuration: what the XML says, with this node's identity put in.
   *
   * @throws IllegalArgumentException if the XML is missing or broken
   */
  public Config toHazelcast() {
    Config config = read();
    config.setClusterName(clusterName);
    config.setProperty("hazelcast.logging.type", "slf4j");
    NetworkConfig network = config.getNetworkConfig();
    if (joinPort != 0) {
      network.setPort(joinPort).setPortAutoIncrement(false);
    } else if (joinOrNull != null) {
      network.setPort(FreePorts.pick(name.host())).setPortAutoIncrement(true);
    }
    // Else Hazelcast listens at all addresses of the machine, and only announces that one.
    config.setProperty("hazelcast.socket.bind.any", "false");
    network.getInterfaces().setEnabled(true).clear().addInterface(name.host());
    if (joinOrNull != null) {
      network.getJoin().getTcpIpConfig().setEnabled(true).clear().setRequiredMember(joinOrNull);
    }
    hearMembersAlone(config);
    Deserialization.restrict(config);
    MemberAttributes.write(config.getMemberAttributeConfig(), this);
    return config;
  }

  /**
   * Lets the port know members alone, and so by handlers of which each waits for its peer. Those of
   * a port for all protocols look again and again whether the peer has answered, on the one thread
   * that sends: a process that hangs would keep heartbeats from everybody, until all take this node
   * for dead.
   */
  private static void hearMembersAlone(Config config) {
    NetworkConfig network = config.getNetworkConfig();
    ServerSocketEndpointConfig members = new ServerSocketEndpointConfig();
    members
        .setPort(network.getPort())
        .setPortAutoIncrement(network.isPortAutoIncrement())
        .setPortCount(network.getPortCount())
        .setReuseAddress(network.isReuseAddress())
        .setPublicAddress(network.getPublicAddress())
        .setInterfaces(network.getInterfaces())
        .setOutboundPorts(network.getOutboundPorts())
        .setOutboundPortDefinitions(network.getOutboundPortDefinitions());
    config
        .getAdvancedNetworkConfig()
        .setEnabled(true)
        .setMemberEndpointConfig(members)
        .setJoin(network.getJoin())
        .setIcmpFailureDetectorConfig(network.getIcmpFailureDetectorConfig())
        .setMemberAddressProviderConfig(network.getMemberAddressProviderConfig());
  }

  /** Whether this node needs a member to join; who is itself that member founds a cluster. */
  public boolean joinsOthers() {
    return joinOrNull != null && !(name.host() + ":" + joinPort).equals(joinOrNull);
  }

  /**
   * Waits, on the calling thread, for the member that this node is to join, if one is named.
   *
   * @param hazelcast as {@link #toHazelcast} made it; says for how long, and learns the address of
   *     that member
   * @return whether the node can go on
   */
  public boolean awaitJoinable(Config hazelcast) {
    String seconds = hazelcast.getProperty("hazelcast.max.join.seconds");
    long millis = TimeUnit.SECONDS.toMillis(seconds == null ? 30 : Long.parseLong(seconds));
    if (joinOrNull == null || !joinsOthers()) {
      return true;
    }
    if (!JoinAddress.awaitListener(joinOrNull, millis)) {
      return false;
    }
    String address = JoinAddress.numeric(joinOrNull);
    hazelcast.getAdvancedNetworkConfig().getJoin().getTcpIpConfig().setRequiredMember(address);
    return true;
  }

  /**
   * Why this node did not join, in words. Hazelcast starts once everybody who listens where it
   * looks for members has said whether it is one; if somebody does not, it says no more than that
   * it did not start.
   *
   * @param hazelcast as {@link #toHazelcast} made it
   * @param failure of the start
   */
  public String explain(Config hazelcast, Throwable failure) {
    if (joinOrNull != null || !(failure instanceof IllegalStateException)) {
      return String.valueOf(failure.getMessage());
    }
    NetworkConfig network = hazelcast.getNetworkConfig();
    return "who listens at %s, port %d or one of the next two (%s), did not say whether it is a member"
        .formatted(
            String.join(", ", network.getJoin().getTcpIpConfig().getMembers()),
            network.getPort(),
            xml);
  }

  private Config read() {
    if (!Files.isReadable(xml)) {
      throw new IllegalArgumentException(
          "the cluster configuration %s is missing or not readable".formatted(xml));
    }
    Config config;
    try {
      config = new XmlConfigBuilder(xml.toString()).build();
    } catch (IOException | RuntimeException broken) {
      throw new IllegalArgumentException(
          "the cluster configuration %s is broken: %s".formatted(xml, broken.getMessage()), broken);
    }
    if (config.getAdvancedNetworkConfig().isEnabled()) {
      throw new IllegalArgumentException(
          "the cluster configuration %s has an advanced-network: say under network what you need"
              .formatted(xml));
    }
    return config;
  }
}
