package io.apothik.cluster;

import com.hazelcast.config.MemberAttributeConfig;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.Member;
import io.apothik.slot.NodeName;
import io.apothik.slot.Role;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node's identity as Hazelcast member attributes, which travel with the membership event. */
final class MemberAttributes {
  private static final Logger LOG = LoggerFactory.getLogger(MemberAttributes.class);

  private static final String NAME = "apothik.name";
  private static final String ROLE = "apothik.role";
  private static final String SETTINGS = "apothik.settings";
  private static final String INCARNATION = "apothik.incarnation";
  private static final String BUS_PORT = "apothik.bus-port";
  private static final String BRIDGE_PORT = "apothik.bridge-port";
  private static final String REDIS_PORT = "apothik.redis-port";
  private static final String WEB_PORT = "apothik.web-port";

  private MemberAttributes() {}

  static void write(MemberAttributeConfig attributes, ClusterConfig node) {
    attributes.setAttribute(NAME, node.name().value());
    attributes.setAttribute(ROLE, node.role().label());
    attributes.setAttribute(SETTINGS, node.settings().label());
    attributes.setAttribute(INCARNATION, node.incarnation());
    attributes.setAttribute(BUS_PORT, Integer.toString(node.busPort()));
    attributes.setAttribute(BRIDGE_PORT, Integer.toString(node.doors().bridge()));
    attributes.setAttribute(REDIS_PORT, Integer.toString(node.doors().redis()));
    attributes.setAttribute(WEB_PORT, Integer.toString(node.doors().web()));
  }

  /** The member as it announced itself, or nothing if it is none of ours. */
  static Optional<Member> read(com.hazelcast.cluster.Member member) {
    if (member.getAttribute(NAME) == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Member(
              new NodeName(member.getAttribute(NAME)),
              Role.labelled(member.getAttribute(ROLE)),
              member.getAttribute(INCARNATION),
              member.getAddress().getPort(),
              Integer.parseInt(member.getAttribute(BUS_PORT)),
              new DoorPorts(
                  Integer.parseInt(member.getAttribute(BRIDGE_PORT)),
                  Integer.parseInt(member.getAttribute(REDIS_PORT)),
                  webPort(member))));
    } catch (RuntimeException malformed) {
      LOG.warn("member {} is passed over: {}", member, malformed.getMessage());
      return Optional.empty();
    }
  }

  /** Nodes of older releases have no page, and do not say so. */
  private static int webPort(com.hazelcast.cluster.Member member) {
    String port = member.getAttribute(WEB_PORT);
    return port == null ? 0 : Integer.parseInt(port);
  }

  /** What the member's settings are, in one word. */
  static String settings(com.hazelcast.cluster.Member member) {
    return String.valueOf(member.getAttribute(SETTINGS));
  }
}
