package io.apothik.door.resp;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.apothik.message.Master;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The door for Redis clients: a server that speaks their protocol. */
public final class RespDoor {
  private static final long TICK_MILLIS = 1_000;
  private static final int BACKLOG = 1_024;

  private static final long LOOK_MILLIS = 100;

  private final Vertx vertx;
  private final ContextInternal context;
  private final Door door;
  private final Set<Client> clients = new HashSet<>();
  private final NetServer server;

  private RespDoor(Vertx vertx, Master master, boolean cluster, Protection protection) {
    this.vertx = vertx;
    this.context = (ContextInternal) vertx.getOrCreateContext();
    this.door = new Door(master, cluster, protection, this::run);
    NetServerOptions options =
        new NetServerOptions().setTcpNoDelay(true).setTcpKeepAlive(true).setAcceptBacklog(BACKLOG);
    protection.tls().ifPresent(tls -> tls.secure(options));
    this.server = vertx.createNetServer(options);
    protection.tls().ifPresent(tls -> tls.follow(server::updateSSLOptions));
    context.runOnContext(started -> vertx.setPeriodic(TICK_MILLIS, timer -> tick()));
  }

  /** Opens the door for everybody; as the other {@code open}. */
  public static Future<RespDoor> open(
      Vertx vertx, String host, int port, Master master, boolean cluster) {
    return open(vertx, host, port, master, cluster, Protection.NONE);
  }

  /**
   * Opens the door; fails with BAD_REQUEST if the port is taken.
   *
   * @param cluster whether clients are sent to the owners of slots, as clients of a cluster expect;
   *     else the master speaks for them to whoever it is
   * @param protection who may come in, and whether over TLS
   */
  public static Future<RespDoor> open(
      Vertx vertx, String host, int port, Master master, boolean cluster, Protection protection) {
    RespDoor opened = new RespDoor(vertx, master, cluster, protection);
    opened.server.connectHandler(opened::accept);
    return opened
        .server
        .listen(port, host)
        .map(opened)
        .recover(
            failure ->
                Future.failedFuture(
                    new FailureException(
                        ErrorCode.BAD_REQUEST,
                        "the door for Redis clients cannot listen at %s:%d: %s"
                            .formatted(host, port, failure.getMessage()))));
  }

  /**
   * Completes when no client asks any more, or it is too long to wait for that; until then, the
   * master speaks for them.
   */
  public Future<Void> quiet() {
    Promise<Void> quiet = Promise.promise();
    long until = System.currentTimeMillis() + Limits.RESP_STAY_MILLIS_MAX;
    context.runOnContext(ignored -> awaitQuiet(until, false, quiet));
    return quiet.future();
  }

  /**
   * @param wasSilent whether nobody had asked when it was looked the last time: who stood still
   *     himself has not heard yet what was asked meanwhile
   */
  private void awaitQuiet(long untilMillis, boolean wasSilent, Promise<Void> quiet) {
    boolean silent = !door.isAskedWithin(Limits.RESP_QUIET_MILLIS);
    if ((silent && wasSilent) || System.currentTimeMillis() > untilMillis) {
      quiet.complete();
    } else {
      vertx.setTimer(LOOK_MILLIS, timer -> awaitQuiet(untilMillis, silent, quiet));
    }
  }

  public Future<Void> close() {
    return server.close();
  }

  /** On the context of the door: now, if this is its thread. */
  private void run(Runnable action) {
    if (context.inThread()) {
      action.run();
    } else {
      context.runOnContext(ignored -> action.run());
    }
  }

  private void accept(NetSocket socket) {
    if (clients.size() >= Limits.RESP_CONNECTIONS_MAX) {
      socket.end(Buffer.buffer("-ERR max number of clients reached\r\n"));
      return;
    }
    Client client = new Client(socket, door, action -> context.runOnContext(later -> action.run()));
    clients.add(client);
    socket.closeHandler(
        closed -> {
          clients.remove(client);
          door.close(client.session());
        });
  }

  private void tick() {
    List<Client> all = new ArrayList<>(clients);
    long now = System.currentTimeMillis();
    all.forEach(client -> client.tick(now));
  }
}
