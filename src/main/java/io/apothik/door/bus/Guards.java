package io.apothik.door.bus;

import io.apothik.credential.Protection;
import io.apothik.message.Limits;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What stands before a bridge on each of its connections, from the outside in: {@link IdleGuard}
 * ends those of no use, {@link FrameGuard} lets only well-formed frames of bounded size through,
 * {@link FlowGuard} only a bounded number of them at a time, and {@link TrustGuard}, if there are
 * users, only what they may ask.
 */
final class Guards {
  private final Protection protection;
  private final String master;
  private final Consumer<String> slowClients;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param master the address at which requests are taken
   * @param slowClients hears in words of clients that are cut off as they do not read
   */
  Guards(Protection protection, String master, Consumer<String> slowClients) {
    this.protection = protection;
    this.master = master;
    this.slowClients = slowClients;
  }

  /** Hears in words of clients that are cut off as they do not read. */
  Consumer<String> slowClients() {
    return slowClients;
  }

  /** Has the server show and believe the certificates that are in force. */
  void follow(NetServer server) {
    protection.tls().ifPresent(tls -> tls.follow(server::updateSSLOptions));
  }

  /** Stands before the bridge on a new connection, or refuses it if there are too many. */
  void stand(NetSocket socket) {
    ChannelHandlerContext bridge = ((NetSocketInternal) socket).channelHandlerContext();
    FrameGuard frames = addTo(bridge.pipeline(), bridge.name());
    bridge.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > Limits.BRIDGE_CONNECTIONS_MAX) {
      frames.refuseConnection();
    }
  }

  private FrameGuard addTo(ChannelPipeline pipeline, String bridge) {
    TrustGuard trust =
        protection.hasUsers() ? new TrustGuard(protection, master, Limits.LOGIN_MILLIS_MAX) : null;
    FrameGuard frames =
        new FrameGuard(trust == null ? () -> Limits.FRAME_BYTES_MAX : trust::frameBytesMax);
    pipeline
        .addBefore(bridge, "apothik-idle", new IdleGuard(slowClients))
        .addBefore(bridge, "apothik-frames", frames)
        .addBefore(bridge, "apothik-flow", new FlowGuard());
    if (trust != null) {
      pipeline.addBefore(bridge, "apothik-trust", trust);
    }
    return frames;
  }
}
