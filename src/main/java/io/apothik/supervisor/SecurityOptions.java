package io.apothik.supervisor;

import io.apothik.credential.Protection;
import io.apothik.credential.TlsFiles;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options about who may come in, of all commands that start nodes. */
final class SecurityOptions {
  private static final Logger LOG = LoggerFactory.getLogger(SecurityOptions.class);

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "Who may come in through doors, and do what; see help user.")
  @Nullable Path users;

  @Option(
      names = "--insecure",
      description = "Start off the loopback without --users: whoever comes may do everything.")
  boolean insecure;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "This node's certificate in PEM: doors speak TLS.")
  @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key in PEM.")
  @Nullable Path key;

  @Option(
      names = "--tls-ca",
      paramLabel = "FILE",
      description = "Who signed others' certificates: nodes, and clients, must show one.")
  @Nullable Path authority;

  @Option(
      names = "--tls-clients",
      paramLabel = "certificate|password",
      description = "What clients must show of themselves, with --tls-ca (default: certificate).")
  String clients = "certificate";

  /** What the doors of this process are protected by; opened on the node's Vert.x. */
  Protection protection(Vertx vertx) throws InterruptedException {
    return Await.result(Protection.open(vertx, users, tls()));
  }

  /**
   * What this process proves itself with to clients, or null if it is not to.
   *
   * @throws IllegalArgumentException if only a part of it was given
   */
  @Nullable TlsFiles tls() {
    if (!clients.equals("certificate") && !clients.equals("password")) {
      throw new IllegalArgumentException(
          "--tls-clients is certificate or password, not '%s'".formatted(clients));
    }
    if (certificate != null && key != null) {
      return new TlsFiles(certificate, key, authority, clients.equals("certificate"));
    }
    if (Stream.of(certificate, key, authority).anyMatch(Objects::nonNull)) {
      throw new IllegalArgumentException("TLS needs --tls-cert and --tls-key, both");
    }
    return null;
  }

  /** What it proves itself with to other nodes, or null if it talks to them in the clear. */
  @Nullable TlsFiles peerTls() {
    TlsFiles files = tls();
    return files == null || files.authorityOrNull() == null ? null : files;
  }

  /**
   * Checks that what is bound to a host is protected as it needs to be there.
   *
   * @throws IllegalArgumentException if it is not
   */
  void check(String host) {
    TlsFiles files = tls();
    if (isLoopback(host)) {
      return;
    }
    if (users == null && !insecure) {
      throw new IllegalArgumentException(
          ("%s is no loopback address: say with --users FILE who may come in, or with --insecure"
                  + " that whoever comes may do everything")
              .formatted(host));
    }
    if (users == null) {
      LOG.warn("{}: whoever reaches it may do everything, as --insecure says", host);
    }
    if (files == null) {
      LOG.warn("{}: passwords and entries travel in the clear, as there is no --tls-cert", host);
    } else if (files.authorityOrNull() == null) {
      LOG.warn("{}: entries travel in the clear between nodes, as there is no --tls-ca", host);
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return Stream.of(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException unknown) {
      throw new IllegalArgumentException("the host '%s' is not known".formatted(host), unknown);
    }
  }

  /** What a child process is to be told so that it has the same. */
  List<String> forChild() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--users", users);
    add(arguments, "--tls-cert", certificate);
    add(arguments, "--tls-key", key);
    add(arguments, "--tls-ca", authority);
    arguments.addAll(List.of("--tls-clients", clients));
    if (insecure) {
      arguments.add("--insecure");
    }
    return arguments;
  }

  private static void add(List<String> arguments, String option, @Nullable Path file) {
    if (file != null) {
      arguments.addAll(List.of(option, file.toString()));
    }
  }
}
