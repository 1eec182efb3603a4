package io.apothik.door.web;

import io.apothik.credential.Protection;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.apothik.slot.Member;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The pages from which sockets are taken: those of the cluster's nodes, also of nodes that were
 * there before, as a page goes on when the node has gone that it came from. A browser says from
 * which page a socket comes (RFC 6455, section 10.2), and lets no page lie. Safe for use by several
 * threads.
 *
 * <p>Without users the name by which the page was asked for does not count: whoever owns a name can
 * have it stand for this node, and a page under it would be let in (DNS rebinding). With users, who
 * has no password gets nothing from there; so nodes may be behind names that they do not know.
 */
final class Origins {
  static final long LOOK_MILLIS = 500;
  private static final int FORBIDDEN = 403;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  private final Master master;
  private final boolean users;
  private final String scheme;
  private final Set<String> known = new LinkedHashSet<>();

  Origins(Master master, Protection protection) {
    this.master = master;
    this.users = protection.hasUsers();
    this.scheme = protection.tls().isPresent() ? "https" : "http";
    look();
  }

  /** Sees which nodes are there, and remembers those that were. */
  synchronized void look() {
    for (Member member : master.live().members()) {
      member.webAddress().ifPresent(this::remember);
    }
  }

  private void remember(String address) {
    int port = address.lastIndexOf(':');
    for (String host : names(address.substring(0, port))) {
      String origin = scheme + "://" + host + address.substring(port);
      known.remove(origin);
      known.add(origin);
    }
    while (known.size() > Limits.WEB_ORIGINS_MAX) {
      known.remove(known.iterator().next());
    }
  }

  /** The loopback has several names, which mean nothing else to any browser. */
  private static Set<String> names(String host) {
    return LOOPBACK.contains(host) ? LOOPBACK : Set.of(host);
  }

  synchronized boolean accepts(@Nullable String origin, @Nullable String host) {
    return origin != null
        && (known.contains(origin) || (users && origin.equals(scheme + "://" + host)));
  }

  /** Lets a request for a socket pass, or answers it with 403. */
  void checkSocket(RoutingContext request) {
    look();
    String origin = request.request().getHeader("Origin");
    if (accepts(origin, request.request().getHeader("Host"))) {
      request.next();
    } else {
      request.response().setStatusCode(FORBIDDEN).end("this page is none of the cluster's\n");
    }
  }

  /** Where a page may open sockets to, as its content security policy has it. */
  List<String> sockets() {
    Set<String> hosts = new TreeSet<>();
    for (Member member : master.live().members()) {
      member
          .webAddress()
          .ifPresent(address -> hosts.add(address.substring(0, address.lastIndexOf(':'))));
    }
    String socket = scheme.equals("https") ? "wss" : "ws";
    return hosts.stream()
        .flatMap(host -> names(host).stream())
        .distinct()
        .sorted()
        // A policy has no form for the addresses of IPv6.
        .filter(host -> !host.startsWith("["))
        .map(host -> socket + "://" + host + ":*")
        .toList();
  }
}
