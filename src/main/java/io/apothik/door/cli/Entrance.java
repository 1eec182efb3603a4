package io.apothik.door.cli;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a command comes in at a bridge: over TLS or not, and as whom. */
final class Entrance {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Who asks; the password is that of APOTHIK_PASSWORD, or asked for.")
  @Nullable String user;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Speak TLS, if the bridge's certificate is signed by one in this PEM file.")
  @Nullable Path authority;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "The certificate to show, in PEM, where bridges ask for one.")
  @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key in PEM.")
  @Nullable Path key;

  /** A client that has come in. */
  BridgeClient open(String host, int port) throws IOException {
    BridgeClient client = new BridgeClient(host, port, authority == null ? null : tls(authority));
    try {
      if (user != null) {
        client.logIn(user, Password.known(user));
      }
      return client;
    } catch (IOException | RuntimeException refused) {
      Password.forget();
      client.close();
      throw refused;
    }
  }

  /** The words that say the same on a command line. */
  List<String> words() {
    List<String> words = new ArrayList<>();
    add(words, "--user", user);
    add(words, "--tls-ca", authority);
    add(words, "--tls-cert", certificate);
    add(words, "--tls-key", key);
    return words;
  }

  private static void add(List<String> words, String option, @Nullable Object value) {
    if (value != null) {
      words.addAll(List.of(option, value.toString()));
    }
  }

  private SSLContext tls(Path signers) {
    for (Path file : new Path[] {signers, certificate, key}) {
      if (file != null && !Files.isReadable(file)) {
        throw new IllegalArgumentException("%s is missing or not readable".formatted(file));
      }
    }
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("--tls-cert and --tls-key go together");
    }
    // What reads the files would else log as nodes do, to standard output.
    InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
    try {
      SslContextBuilder builder =
          SslContextBuilder.forClient().sslProvider(SslProvider.JDK).trustManager(signers.toFile());
      if (certificate != null && key != null) {
        builder.keyManager(certificate.toFile(), key.toFile());
      }
      return ((JdkSslContext) builder.build()).context();
    } catch (IOException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException(
          "the TLS files cannot be used: " + unusable.getMessage(), unusable);
    }
  }
}
