package io.apothik.door.http;

import io.apothik.credential.Protection;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP server of a node. It serves what is mounted on the router that {@link #router} makes;
 * other paths are answered with 404, and other methods with 405.
 */
public final class HttpDoor {
  static final int LINE_BYTES_MAX = 4 * 1024;
  static final int HEADER_BYTES_MAX = 8 * 1024;
  static final int BODY_BYTES_MAX = 64 * 1024;
  static final int CONNECTIONS_MAX = 256;
  private static final int IDLE_SECONDS_MAX = 30;

  private HttpDoor() {}

  /** A router that refuses, with 413, requests whose body is too long. */
  public static Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
    // Without a handler of its own, it would be logged as an error of ours.
    router.errorHandler(413, refused -> refused.response().setStatusCode(413).end());
    return router;
  }

  /**
   * Opens the door until Vert.x is closed; fails with BAD_REQUEST if the port is taken.
   *
   * @param protection whether it speaks TLS
   */
  public static Future<Void> open(
      Vertx vertx, String host, int port, Router router, Protection protection) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(host)
            .setPort(port)
            .setMaxInitialLineLength(LINE_BYTES_MAX)
            .setMaxHeaderSize(HEADER_BYTES_MAX)
            .setHttp2ClearTextEnabled(false)
            .setMaxWebSocketFrameSize(Limits.FRAME_BYTES_MAX)
            .setMaxWebSocketMessageSize(Limits.FRAME_BYTES_MAX)
            // Nothing would bound what a small message is inflated to.
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setIdleTimeout(IDLE_SECONDS_MAX)
            .setIdleTimeoutUnit(TimeUnit.SECONDS);
    protection.tls().ifPresent(tls -> tls.secure(options));
    HttpServer server = vertx.createHttpServer(options);
    protection.tls().ifPresent(tls -> tls.follow(server::updateSSLOptions));
    return server
        .connectionHandler(bounded())
        .requestHandler(router)
        .listen()
        .<Void>mapEmpty()
        .recover(
            failure ->
                Future.failedFuture(
                    new FailureException(
                        ErrorCode.BAD_REQUEST,
                        "the HTTP door cannot listen at %s:%d: %s"
                            .formatted(host, port, failure.getMessage()))));
  }

  /** Closes connections that are too many, at once. */
  private static Handler<HttpConnection> bounded() {
    AtomicInteger connections = new AtomicInteger();
    return connection -> {
      connection.closeHandler(closed -> connections.decrementAndGet());
      if (connections.incrementAndGet() > CONNECTIONS_MAX) {
        connection.close();
      }
    };
  }
}
