package io.apothik.credential;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.impl.clustered.ClusteredEventBus;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.PemTrustOptions;
import java.lang.reflect.Field;

/**
 * TLS between nodes, in both directions: each shows a certificate, and each checks that the other's
 * is for the host at the other end.
 *
 * <p>The event bus makes a client and a server of its own from options that it passes on as JSON.
 * That loses what {@link PeerTrust} does, and it sets the client to check no host. So it starts
 * with trust in nobody but itself, and before the node says a word, both are told whom to trust.
 */
public final class PeerTls {
  private PeerTls() {}

  /** The options, for an event bus that talks to nobody until {@link #open}. */
  public static void close(EventBusOptions options, TlsMaterial material) {
    options
        .setSsl(true)
        .setTrustAll(false)
        .setClientAuth(ClientAuth.REQUIRED)
        .setKeyCertOptions(material.own())
        .setTrustOptions(new PemTrustOptions().addCertValue(material.certificate()));
  }

  /** Lets the event bus talk to the nodes that are to be trusted, and follows the files. */
  public static Future<Void> open(Vertx vertx, TlsFiles files) {
    return Tls.open(vertx, files)
        .compose(
            tls -> {
              NetClient client = part(vertx, "client", NetClient.class);
              NetServer server = part(vertx, "server", NetServer.class);
              tls.follow(TlsMaterial::toPeers, client::updateSSLOptions);
              tls.follow(TlsMaterial::forPeers, server::updateSSLOptions);
              return Future.all(
                  client.updateSSLOptions(tls.current().toPeers()),
                  server.updateSSLOptions(tls.current().forPeers()));
            })
        .mapEmpty();
  }

  private static <T> T part(Vertx vertx, String name, Class<T> type) {
    try {
      Field field = ClusteredEventBus.class.getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(vertx.eventBus()));
    } catch (ReflectiveOperationException | RuntimeException other) {
      throw new FailureException(
          ErrorCode.INTERNAL,
          "this Vert.x has no '%s' in its event bus: %s".formatted(name, other));
    }
  }
}
