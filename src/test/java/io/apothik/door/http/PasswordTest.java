package io.apothik.door.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.credential.LogLines;
import io.apothik.credential.Protection;
import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.door.http.Doors.Answer;
import io.apothik.node.Node;
import io.apothik.node.TestCluster;
import io.apothik.trust.QuickHash;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HTTP door that wants to know who asks. */
class PasswordTest {
  @TempDir static Path directory = Path.of("");
  private static final Doors DOORS = new Doors();
  private static final TestCluster CLUSTER = TestCluster.of(1);
  private static final Node NODE = CLUSTER.node(1);
  private static int port;

  @BeforeAll
  static void aDoorWithUsers() throws IOException {
    String hash = QuickHash.of("se:cret");
    Path users =
        Files.writeString(
            directory.resolve("users"),
            "scraper %s read *\nwriter %s write *\n".formatted(hash, hash));
    port = DOORS.open(NODE, TestCluster.result(Protection.open(NODE.vertx(), users, null)));
  }

  @AfterAll
  static void close() {
    CLUSTER.close();
  }

  private static Answer ask(String path) {
    return DOORS.ask(Doors.request(port, path).GET());
  }

  private static Answer askAs(String nameAndPassword, String path) {
    String encoded =
        Base64.getEncoder().encodeToString(nameAndPassword.getBytes(StandardCharsets.UTF_8));
    return DOORS.ask(Doors.request(port, path).header("Authorization", "Basic " + encoded).GET());
  }

  @Test
  void aWrongPassword_isLogged_withTheAddressItCameFrom() {
    try (LogLines log = LogLines.from(Protection.class)) {
      askAs("scraper:wrong", "/metrics");

      assertThat(log.lines())
          .singleElement()
          .asString()
          .matches("127\\.0\\.0\\.1:[0-9]+: a wrong user or password, for 'scraper'");
    }
  }

  @Test
  void aStranger_learnsWhetherTheNodeIsLiveAndReady_andNothingElse() {
    assertThat(ask("/health/live")).isEqualTo(new Answer(200, "{}"));
    await().untilAsserted(() -> assertThat(ask("/health/ready")).isEqualTo(new Answer(200, "{}")));
    assertThat(ask("/health/safe-to-roll")).isEqualTo(new Answer(401, ""));
    assertThat(ask("/metrics")).isEqualTo(new Answer(401, ""));
  }

  @Test
  void whoMayRead_isToldEverything() {
    assertThat(askAs("scraper:se:cret", "/metrics").text()).contains("jvm_memory_used_bytes");
    assertThat(askAs("scraper:se:cret", "/health/safe-to-roll").text()).contains("safeToKill");
  }

  @Test
  void whoMayNotRead_isRefused() {
    assertThat(askAs("writer:se:cret", "/metrics")).isEqualTo(new Answer(403, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"scraper:wrong", "nobody:se:cret", "scraper", ":", ""})
  void aWrongNameOrPassword_isRefused(String nameAndPassword) {
    assertThat(askAs(nameAndPassword, "/metrics")).isEqualTo(new Answer(401, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic", "Basic ***", "Bearer abc", "Basic c2NyYXBlcg"})
  void whatIsNoNameAndPassword_isRefused(String header) {
    assertThat(DOORS.ask(Doors.request(port, "/metrics").header("Authorization", header).GET()))
        .isEqualTo(new Answer(401, ""));
  }

  @Test
  void overTls_whoTrustsTheAuthority_isAnswered() throws Exception {
    TestAuthority ours = TestAuthority.create(directory.resolve("ours"), "ours");
    TlsFiles signed = ours.sign("node", "ip:127.0.0.1,dns:localhost");
    TlsFiles oneSided = new TlsFiles(signed.certificate(), signed.key(), null, true);
    int secured =
        DOORS.open(NODE, TestCluster.result(Protection.open(NODE.vertx(), null, oneSided)));
    HttpClient client = HttpClient.newBuilder().sslContext(ours.clientOf(null)).build();

    HttpRequest request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + secured + "/health/live")).build();

    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }
}
