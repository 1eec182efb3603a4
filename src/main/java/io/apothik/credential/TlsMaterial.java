package io.apothik.credential;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.TrustOptions;
import org.jspecify.annotations.Nullable;

/**
 * What {@link TlsFiles} held at some moment.
 *
 * @param authorityOrNull as there
 * @param askClients as there
 */
public record TlsMaterial(
    Buffer certificate, Buffer key, @Nullable Buffer authorityOrNull, boolean askClients) {

  /** How a door meets who comes in. */
  public ServerSSLOptions forDoor() {
    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(own());
    if (authorityOrNull != null && askClients) {
      options
          .setTrustOptions(new PemTrustOptions().addCertValue(authorityOrNull))
          .setClientAuth(ClientAuth.REQUIRED);
    }
    return options;
  }

  /** How other nodes are met that connect to this one. */
  ServerSSLOptions forPeers() {
    return new ServerSSLOptions()
        .setKeyCertOptions(own())
        .setTrustOptions(peers())
        .setClientAuth(ClientAuth.REQUIRED);
  }

  /** How other nodes are met that this one connects to. */
  ClientSSLOptions toPeers() {
    return new ClientSSLOptions()
        .setKeyCertOptions(own())
        .setTrustOptions(peers())
        .setTrustAll(false)
        .setHostnameVerificationAlgorithm("HTTPS");
  }

  /** What this process shows of itself. */
  KeyCertOptions own() {
    return new PemKeyCertOptions().addCertValue(certificate).addKeyValue(key);
  }

  private TrustOptions peers() {
    if (authorityOrNull == null) {
      throw new IllegalStateException("nodes cannot trust each other without an authority");
    }
    return TrustOptions.wrap(PeerTrust.in(authorityOrNull));
  }
}
