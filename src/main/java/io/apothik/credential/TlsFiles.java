package io.apothik.credential;

import io.netty.handler.ssl.SslContextBuilder;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a process proves itself with over TLS, in PEM files.
 *
 * @param certificate its certificate, followed by those between it and the authority's
 * @param key the certificate's private key, in PKCS#8 and not encrypted
 * @param authorityOrNull the certificates of who must have signed others' certificates; null if
 *     others show none
 * @param askClients whether who comes in through a door must show one, too, if there is an
 *     authority; other nodes always must
 */
public record TlsFiles(
    Path certificate, Path key, @Nullable Path authorityOrNull, boolean askClients) {
  private static final long FILE_BYTES_MAX = 1024L * 1024;

  List<Path> all() {
    List<Path> all = new ArrayList<>(List.of(certificate, key));
    if (authorityOrNull != null) {
      all.add(authorityOrNull);
    }
    return all;
  }

  /**
   * What the files hold now.
   *
   * @throws IllegalArgumentException if they hold no such things
   */
  public TlsMaterial read() throws IOException {
    Buffer authority = authorityOrNull == null ? null : read(authorityOrNull);
    TlsMaterial material = new TlsMaterial(read(certificate), read(key), authority, askClients);
    try {
      SslContextBuilder.forServer(
              new ByteArrayInputStream(material.certificate().getBytes()),
              new ByteArrayInputStream(material.key().getBytes()))
          .build();
      if (authority != null) {
        PeerTrust.in(authority);
      }
      if (!CertificateKey.fits(material.certificate(), material.key())) {
        throw new IllegalArgumentException("the key is not the certificate's");
      }
    } catch (SSLException | GeneralSecurityException | RuntimeException unusable) {
      throw new IllegalArgumentException(
          "%s cannot be used: %s".formatted(all(), rootOf(unusable)), unusable);
    }
    return material;
  }

  private static Buffer read(Path file) throws IOException {
    long bytes = Files.size(file);
    if (bytes > FILE_BYTES_MAX) {
      throw new IllegalArgumentException(
          "%s has %d bytes, the limit is %d".formatted(file, bytes, FILE_BYTES_MAX));
    }
    return Buffer.buffer(Files.readAllBytes(file));
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
