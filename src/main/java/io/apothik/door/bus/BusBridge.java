package io.apothik.door.bus;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.bridge.BridgeOptions;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.eventbus.bridge.tcp.TcpEventBusBridge;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The Vert.x TCP event-bus bridge, with one address permitted inbound and none outbound.
 *
 * <p>The bridge's own parser has no maximum length and trusts what it parses, and it offers no
 * place to put a check. So every socket gets two guards in its pipeline, in front of the bridge:
 * {@link FrameGuard} lets only well-formed frames of bounded size through, and {@link FlowGuard}
 * only a bounded number of them at a time. They get there by way of the Vert.x that the bridge is
 * given, whose TCP servers call {@link #guard} first.
 */
public final class BusBridge {
  private final TcpEventBusBridge bridge;

  private BusBridge(TcpEventBusBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Opens the bridge; fails with BAD_REQUEST if the port is taken.
   *
   * @param address the event-bus address that is permitted
   */
  public static Future<BusBridge> open(Vertx vertx, String host, int port, String address) {
    BridgeOptions options =
        new BridgeOptions().addInboundPermitted(new PermittedOptions().setAddress(address));
    NetServerOptions server = new NetServerOptions().setHost(host).setPort(port);
    return TcpEventBusBridge.create(guarding(vertx), options, server, null)
        .listen()
        .map(BusBridge::new)
        .recover(
            failure ->
                Future.failedFuture(
                    new FailureException(
                        ErrorCode.BAD_REQUEST,
                        "the bridge cannot listen at %s:%d: %s"
                            .formatted(host, port, failure.getMessage()))));
  }

  public Future<Void> close() {
    return bridge.close();
  }

  private static Vertx guarding(Vertx vertx) {
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          Object result = invoke(vertx, method, arguments);
          return result instanceof NetServer server ? guarding(server) : result;
        };
    return (Vertx)
        Proxy.newProxyInstance(Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, calls);
  }

  private static NetServer guarding(NetServer server) {
    AtomicInteger connections = new AtomicInteger();
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("connectHandler")) {
            return invoke(server, method, arguments);
          }
          @SuppressWarnings("unchecked")
          Handler<NetSocket> bridge = (Handler<NetSocket>) arguments[0];
          server.connectHandler(
              socket -> {
                guard(socket, connections);
                bridge.handle(socket);
              });
          return proxy;
        };
    return (NetServer)
        Proxy.newProxyInstance(
            NetServer.class.getClassLoader(), new Class<?>[] {NetServer.class}, calls);
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }

  private static void guard(NetSocket socket, AtomicInteger connections) {
    ChannelHandlerContext bridge = ((NetSocketInternal) socket).channelHandlerContext();
    FrameGuard frames = new FrameGuard();
    bridge
        .pipeline()
        .addBefore(bridge.name(), "apothik-frames", frames)
        .addBefore(bridge.name(), "apothik-flow", new FlowGuard());
    bridge.channel().closeFuture().addListener(closed -> connections.decrementAndGet());
    if (connections.incrementAndGet() > Limits.BRIDGE_CONNECTIONS_MAX) {
      frames.refuseConnection();
    }
  }
}
