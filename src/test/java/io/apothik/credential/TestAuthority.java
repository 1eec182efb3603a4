package io.apothik.credential;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Signs certificates for tests, with the JDK's keytool, in a directory of its own. */
public final class TestAuthority {
  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final String name;

  private TestAuthority(Path directory, String name) {
    this.directory = directory;
    this.name = name;
  }

  /** A new one; of two, neither trusts what the other signed. */
  public static TestAuthority create(Path directory, String name) throws IOException {
    Files.createDirectories(directory);
    TestAuthority authority = new TestAuthority(directory, name);
    authority.makeKey(name, "EC", "-ext", "bc:c", "-ext", "ku=keyCertSign,cRLSign");
    authority.keytool("-exportcert", "-rfc", "-alias", name, "-file", authority.pem(name));
    return authority;
  }

  /** Its own certificate. */
  public Path certificate() {
    return directory.resolve(name + ".pem");
  }

  /**
   * A new certificate with its key.
   *
   * @param names what it is for, such as {@code ip:127.0.0.1} or {@code dns:localhost}
   */
  public TlsFiles sign(String subject, String names) throws IOException {
    return sign(subject, names, "EC");
  }

  /** As above, for a key of that algorithm. */
  TlsFiles sign(String subject, String names, String algorithm) throws IOException {
    makeKey(subject, algorithm);
    Path request = directory.resolve(subject + ".csr");
    Path certificate = directory.resolve(subject + ".pem");
    keytool("-certreq", "-alias", subject, "-file", request.toString());
    keytool(
        "-gencert",
        "-rfc",
        "-alias",
        name,
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString(),
        "-ext",
        "san=" + names);
    return new TlsFiles(certificate, exportKey(subject), certificate(), true);
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
            .trustManager(certificate().toFile());
    if (ownOrNull != null) {
      builder.keyManager(ownOrNull.certificate().toFile(), ownOrNull.key().toFile());
    }
    return ((JdkSslContext) builder.build()).context();
  }

  private void makeKey(String alias, String algorithm, String... extensions) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + alias,
                "-validity",
                "30"));
    arguments.addAll(List.of(extensions));
    keytool(arguments.toArray(String[]::new));
  }

  private Path exportKey(String alias) throws IOException {
    try (InputStream store = Files.newInputStream(directory.resolve(name + ".p12"))) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(store, PASSWORD.toCharArray());
      byte[] key = keys.getKey(alias, PASSWORD.toCharArray()).getEncoded();
      String base64 = Base64.getMimeEncoder().encodeToString(key);
      return Files.writeString(
          directory.resolve(alias + ".key"),
          "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }

  private String pem(String alias) {
    return directory.resolve(alias + ".pem").toString();
  }

  private void keytool(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC"));
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-keystore",
            directory.resolve(name + ".p12").toString(),
            "-storepass",
            PASSWORD,
            "-storetype",
            "PKCS12"));
    try {
      Process keytool =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("keytool.log").toFile())
              .start();
      if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new AssertionError(
            command + ": " + Files.readString(directory.resolve("keytool.log")));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
