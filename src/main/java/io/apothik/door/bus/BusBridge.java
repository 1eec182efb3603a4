package io.apothik.door.bus;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
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
import java.util.function.Consumer;

/**
 * The Vert.x TCP event-bus bridge, with one address permitted inbound and none outbound.
 *
 * <p>The bridge's own parser has no maximum length and trusts what it parses, and it offers no
 * place to put a check. So every socket gets {@link Guards} in its pipeline, in front of the
 * bridge. They get there by way of the Vert.x that the bridge is given, whose TCP servers call them
 * first.
 */
public final class BusBridge {
  private final TcpEventBusBridge bridge;

  private BusBridge(TcpEventBusBridge bridge) {
    this.bridge = bridge;
  }

  /**
   * Opens the bridge without protection; fails with BAD_REQUEST if the port is taken.
   *
   * @param address the event-bus address that is permitted
   */
  public static Future<BusBridge> open(Vertx vertx, String host, int port, String address) {
    return open(vertx, host, port, address, Protection.NONE, text -> {});
  }

  /**
   * Opens the bridge; fails with BAD_REQUEST if the port is taken.
   *
   * @param address the event-bus address that is permitted
   * @param protection who may come in, and whether over TLS
   * @param slowClients hears in words of clients that are cut off as they do not read
   */
  public static Future<BusBridge> open(
      Vertx vertx,
      String host,
      int port,
      String address,
      Protection protection,
      Consumer<String> slowClients) {
    BridgeOptions options =
        new BridgeOptions().addInboundPermitted(new PermittedOptions().setAddress(address));
    NetServerOptions server = new NetServerOptions().setHost(host).setPort(port);
    protection.tls().ifPresent(tls -> tls.secure(server));
    Guards guards = new Guards(protection, address, slowClients);
    return TcpEventBusBridge.create(guarding(vertx, guards), options, server, null)
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

  private static Vertx guarding(Vertx vertx, Guards guards) {
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          Object result = invoke(vertx, method, arguments);
          return result instanceof NetServer server ? guarding(server, guards) : result;
        };
    return (Vertx)
        Proxy.newProxyInstance(Vertx.class.getClassLoader(), new Class<?>[] {Vertx.class}, calls);
  }

  private static NetServer guarding(NetServer server, Guards guards) {
    guards.follow(server);
    InvocationHandler calls =
        (proxy, method, arguments) -> {
          if (!method.getName().equals("connectHandler")) {
            return invoke(server, method, arguments);
          }
          @SuppressWarnings("unchecked")
          Handler<NetSocket> bridge = (Handler<NetSocket>) arguments[0];
          server.connectHandler(
              socket -> {
                guards.stand(socket);
                bridge.handle(UnreadBytes.counted(socket, guards.slowClients()));
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
}
