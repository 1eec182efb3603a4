package io.apothik.door.web;

import io.apothik.credential.Protection;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.vertx.core.Vertx;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;

/**
 * The page of a node. Its files are for everybody; what it shows it asks on a WebSocket, the raw
 * one of the Vert.x SockJS bridge, with one address permitted inbound and none outbound. {@link
 * Origins} says from which pages sockets are taken, {@link SocketGuard} how much may go over one,
 * and {@link Guests} what may be asked there.
 */
public final class PageDoor {
  static final String BRIDGE = "/eventbus/";
  static final String SOCKET = BRIDGE + "websocket";

  /** A page that shows itself asks each second; one that is hidden says that it is there. */
  private static final long PING_MILLIS_MAX = 90_000;

  /** In front of what reads bodies: a request for a socket has none, even if it says its length. */
  private static final int BEFORE = -2;

  private PageDoor() {}

  /**
   * Mounts it; other paths are not touched.
   *
   * @param address the event-bus address that is permitted
   * @param protection who may come in, and whether over TLS
   */
  public static void mount(
      Vertx vertx, Router router, Master master, String address, Protection protection) {
    Origins origins = new Origins(master, protection);
    vertx.setPeriodic(Origins.LOOK_MILLIS, timer -> origins.look());
    Guests guests = new Guests(protection, address);
    // The bridge has other transports, too, which are not for us to guard.
    router
        .get(SOCKET)
        .order(BEFORE)
        .handler(origins::checkSocket)
        .handler(request -> SocketGuard.stand(request, master::onSlowClient));
    router
        .route(BRIDGE + "*")
        .order(BEFORE + 1)
        .handler(
            request -> {
              if (request.request().path().equals(SOCKET)) {
                request.next();
              } else {
                request.response().setStatusCode(404).end();
              }
            })
        .subRouter(bridge(vertx, address, guests));
    new PageFiles(origins).mount(router);
  }

  private static Router bridge(Vertx vertx, String address, Guests guests) {
    SockJSBridgeOptions options =
        new SockJSBridgeOptions()
            .addInboundPermitted(new PermittedOptions().setAddress(address))
            .setMaxHandlersPerSocket(Limits.WEB_IN_FLIGHT_MAX)
            .setPingTimeout(PING_MILLIS_MAX);
    return SockJSHandler.create(vertx, new SockJSHandlerOptions()).bridge(options, guests);
  }
}
