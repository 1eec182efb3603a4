package io.apothik.door.web;

import io.apothik.credential.Protection;
import io.apothik.message.Limits;
import io.vertx.core.Handler;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the bridge asks before it does something for a socket. Safe for use by several threads; each
 * socket has one.
 */
final class Guests implements Handler<BridgeEvent> {
  /** RFC 6455's code, by the registry of close codes, for "try again later". */
  private static final int TRY_LATER = 1013;

  private final Protection protection;
  private final String address;
  private final Map<SockJSSocket, Guest> guests = new ConcurrentHashMap<>();

  Guests(Protection protection, String address) {
    this.protection = protection;
    this.address = address;
  }

  @Override
  public void handle(BridgeEvent event) {
    BridgeEventType type = event.type();
    if (type == BridgeEventType.SOCKET_CREATED) {
      event.complete(enters(event.socket()));
    } else if (type == BridgeEventType.SEND) {
      Guest guest = guests.get(event.socket());
      // What a guest is not to have done was answered by then; the bridge would say more.
      if (guest != null && guest.passes(event.getRawMessage())) {
        event.complete(true);
      }
    } else if (type == BridgeEventType.SOCKET_CLOSED || type == BridgeEventType.SOCKET_ERROR) {
      leaves(event.socket());
      event.complete(true);
    } else {
      boolean refused =
          type == BridgeEventType.PUBLISH
              || type == BridgeEventType.REGISTER
              || type == BridgeEventType.UNREGISTER;
      event.complete(!refused);
    }
  }

  private boolean enters(SockJSSocket socket) {
    if (guests.size() >= Limits.WEB_SOCKETS_MAX) {
      socket.close(TRY_LATER, "there are %d pages already".formatted(Limits.WEB_SOCKETS_MAX));
      return false;
    }
    guests.put(socket, new Guest(socket, protection, address));
    return true;
  }

  private void leaves(SockJSSocket socket) {
    Guest guest = guests.remove(socket);
    if (guest != null) {
      guest.leave();
    }
  }
}
