package io.apothik.door.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.apothik.credential.Protection;
import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A bridge over TLS. */
@ExtendWith(LiveBridge.Lender.class)
class TlsTest {
  private static final String LOCAL = "ip:127.0.0.1,dns:localhost";

  @TempDir static Path directory = Path.of("");
  private static TestAuthority ours;
  private static TestAuthority others;
  private static TlsFiles node;
  private static TlsFiles client;
  private static TlsFiles stranger;

  private final LiveBridge bridge;

  TlsTest(LiveBridge bridge) {
    this.bridge = bridge;
  }

  @BeforeAll
  static void certificates() throws IOException {
    ours = TestAuthority.create(directory.resolve("ours"), "ours");
    others = TestAuthority.create(directory.resolve("others"), "others");
    node = ours.sign("node", LOCAL);
    client = ours.sign("client", "dns:client");
    stranger = others.sign("stranger", LOCAL);
  }

  private int open(TlsFiles files) {
    return bridge.open(LiveBridge.await(Protection.open(bridge.node().vertx(), null, files)));
  }

  private static TlsFiles oneSided(TlsFiles files) {
    return new TlsFiles(files.certificate(), files.key(), null, true);
  }

  private static SocketFactory trusting(TestAuthority authority, @Nullable TlsFiles own)
      throws IOException {
    return authority.clientOf(own).getSocketFactory();
  }

  private static void assertServes(int port, SocketFactory factory) throws IOException {
    try (BusSocket socket = new BusSocket(port, factory)) {
      assertThat(socket.reply("{'op':'get','key':'secured'}").getBoolean("ok")).isTrue();
    }
  }

  private static void assertRefuses(int port, SocketFactory factory) {
    assertThatThrownBy(() -> assertServes(port, factory)).isInstanceOf(IOException.class);
  }

  @Test
  void whoTrustsTheAuthority_isServed_andWhoTrustsAnother_goesAway() throws IOException {
    int port = open(oneSided(node));

    assertServes(port, trusting(ours, null));
    assertRefuses(port, trusting(others, null));
    assertRefuses(port, SocketFactory.getDefault());
    assertServes(port, trusting(ours, null));
  }

  @Test
  void withAnAuthority_clientsMustShowACertificateOfIt() throws IOException {
    int port = open(node);

    assertServes(port, trusting(ours, client));
    assertRefuses(port, trusting(ours, null));
    assertRefuses(port, trusting(ours, stranger));
  }

  @Test
  void unlessTheirPasswordsAreEnough() throws IOException {
    int port = open(new TlsFiles(node.certificate(), node.key(), ours.certificate(), false));

    assertServes(port, trusting(ours, null));
  }

  @Test
  void aNewCertificate_isShownToNewConnections_andOldOnesGoOn() throws IOException {
    Path certificate = directory.resolve("rotated.pem");
    Path key = directory.resolve("rotated.key");
    Files.copy(node.certificate(), certificate);
    Files.copy(node.key(), key);
    int port = open(new TlsFiles(certificate, key, null, true));
    try (BusSocket old = new BusSocket(port, trusting(ours, null))) {
      assertThat(old.peer()).isEqualTo("CN=node");

      TlsFiles next = ours.sign("next", LOCAL);
      Files.copy(next.key(), key, StandardCopyOption.REPLACE_EXISTING);
      Files.copy(next.certificate(), certificate, StandardCopyOption.REPLACE_EXISTING);

      await()
          .untilAsserted(
              () -> {
                try (BusSocket socket = new BusSocket(port, trusting(ours, null))) {
                  assertThat(socket.peer()).isEqualTo("CN=next");
                }
              });
      old.reply("{'op':'get','key':'secured'}");
      assertServes(port, trusting(ours, null));
    }
  }

  @Test
  void filesThatCannotBeUsed_areNamed() throws IOException {
    Path garbage = Files.writeString(directory.resolve("garbage.pem"), "no certificate");

    assertThatThrownBy(() -> open(new TlsFiles(garbage, node.key(), null, true)))
        .hasCauseInstanceOf(FailureException.class)
        .hasMessageContaining("the TLS files cannot be used: ")
        .hasMessageContaining(garbage.toString());
    assertThatThrownBy(() -> open(new TlsFiles(node.certificate(), node.key(), garbage, true)))
        .cause()
        .extracting(failure -> ((FailureException) failure).code())
        .isEqualTo(ErrorCode.BAD_REQUEST);
  }
}
