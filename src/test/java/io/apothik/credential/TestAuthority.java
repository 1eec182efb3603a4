package io.apothik.credential;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.CertificateBuilder.KeyUsage;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Signs certificates for tests, in a directory of its own. */
public final class TestAuthority {
  private final Path directory;
  private final X509Bundle authority;
  private final Path certificate;

  private TestAuthority(Path directory, X509Bundle authority, Path certificate) {
    this.directory = directory;
    this.authority = authority;
    this.certificate = certificate;
  }

  /** A new one; of two, neither trusts what the other signed. */
  public static TestAuthority create(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    CertificateBuilder builder =
        new CertificateBuilder()
            .subject("CN=" + name)
            .setIsCertificateAuthority(true)
            .setKeyUsage(true, KeyUsage.keyCertSign, KeyUsage.cRLSign);
    X509Bundle authority = made(builder::buildSelfSigned);
    Path certificate = directory.resolve(name + ".pem");
    Files.writeString(certificate, authority.getCertificatePEM());
    return new TestAuthority(directory, authority, certificate);
  }

  /** Its own certificate. */
  public Path certificate() {
    return certificate;
  }

  /**
   * A new certificate with its key.
   *
   * @param names what it is for, such as {@code ip:127.0.0.1,dns:localhost}
   */
  public TlsFiles sign(String subject, String names) throws IOException {
    return sign(subject, names, Algorithm.ecp256);
  }

  /** As above, for a key of that algorithm. */
  TlsFiles sign(String subject, String names, Algorithm algorithm) throws IOException {
    CertificateBuilder builder =
        new CertificateBuilder().subject("CN=" + subject).algorithm(algorithm);
    for (String name : names.split(",", -1)) {
      if (name.startsWith("ip:")) {
        builder.addSanIpAddress(name.substring("ip:".length()));
      } else {
        builder.addSanDnsName(name.substring("dns:".length()));
      }
    }
    X509Bundle signed = made(() -> builder.buildIssuedBy(authority));
    Path pem = directory.resolve(subject + ".pem");
    Path key = directory.resolve(subject + ".key");
    Files.writeString(pem, signed.getCertificatePEM());
    Files.writeString(key, signed.getPrivateKeyPEM());
    return new TlsFiles(pem, key, certificate, true);
  }

  /** What the builder can do. */
  @FunctionalInterface
  private interface Making {
    X509Bundle make() throws Exception;
  }

  private static X509Bundle made(Making making) {
    try {
      return making.make();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * How a client trusts in this authority.
   *
   * @param ownOrNull what the client shows of itself, if anything
   */
  public SSLContext clientOf(@Nullable TlsFiles ownOrNull) throws IOException {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .trustManager(certificate.toFile());
    if (ownOrNull != null) {
      builder.keyManager(ownOrNull.certificate().toFile(), ownOrNull.key().toFile());
    }
    return ((JdkSslContext) builder.build()).context();
  }
}
