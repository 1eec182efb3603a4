package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.process.RunSh.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator asks of a cluster that {@code ./run.sh N} started. */
class OperatorsIT {
  /** Far from 7180, where somebody's cluster may be, and unlike in processes side by side. */
  private static final int PORT = 8_000 + (int) (ProcessHandle.current().pid() % 1_000) * 8;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(2, "--http-port", "" + PORT);
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  @Test
  void eachNodeAndTheMaster_answerAtPortsOfTheirOwn() throws Exception {
    cluster.ask("fill", "1", "300");

    for (int port = PORT - 1; port <= PORT + 1; port++) {
      assertThat(get(port, "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200);
    }
    assertThat(get(PORT, "/health/safe-to-roll").statusCode()).isEqualTo(200);
    assertThat(get(PORT - 1, "/metrics").body())
        .contains("operation=\"put\",outcome=\"done\"} 300.0");
    await()
        .untilAsserted(
            () -> assertThat(get(PORT + 1, "/metrics").body()).contains("apothik_slots{"));
  }

  @Test
  void aNodeThatIsStartedOnTheFly_hasTheNextPort_andGoesWhenItIsSafe() throws Exception {
    assertThat(cluster.ask("start", "3")).isEqualTo("apothik_3@127.0.0.1 is up");
    assertThat(get(PORT + 2, "/health/ready").statusCode()).isEqualTo(200);
    await()
        .untilAsserted(
            () ->
                assertThat(get(PORT + 2, "/health/safe-to-roll?by=leave").statusCode())
                    .isEqualTo(200));

    assertThat(cluster.ask("kill", "3")).isEqualTo("node 3 is gone");

    await()
        .untilAsserted(
            () ->
                assertThat(get(PORT, "/health/safe-to-roll").body())
                    .contains("\"otherCacheNodes\":1,"));
  }

  @Test
  void anHttpPortThatIsTaken_isNamed_beforeAnythingIsStarted() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();
      String name = TestCluster.freshName();

      Result up = RunSh.run("1", "--cluster", name, "--bridge-port", "0", "--http-port", "" + port);

      TestCluster.deleteRunDirectory(name);
      assertThat(up.exit()).isEqualTo(2);
      assertThat(up.err())
          .isEqualTo(
              "error: port %d is taken, or no port; --http-port chooses others than %d to %d, 0 none\n"
                  .formatted(port, port - 1, port));
    }
  }

  @Test
  void theEnvironmentAndAFile_configureANode() {
    Result result =
        RunSh.bash(
            "f=$(mktemp --suffix=.yaml); echo 'memory: 64m' > $f; APOTHIK_BACKUPS=2"
                + " APOTHIK_CONFIG_FILE=$f ./run.sh node --name n_1@127.0.0.1 --loops 3"
                + " --print-config; rm $f");

    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .containsPattern("backups += 2  \\(environment, APOTHIK_BACKUPS\\)")
        .containsPattern("memory += 64m  \\(file /tmp/.*yaml\\)")
        .containsPattern("loops += 3  \\(flag\\)");
  }

  @Test
  void whatCanBeChangedLive_isShownAndChanged() {
    String before = cluster.ask("config");

    String after = cluster.ask("config", "set", "memory", "96m", "migration-rate", "10m");

    assertThat(before)
        .isEqualTo("backups 1\nmemory (what each node was started with)\nmigration-rate 100m");
    assertThat(after).isEqualTo("backups 1\nmemory 96m\nmigration-rate 10m");
    assertThat(cluster.ask("config")).isEqualTo(after);
    await()
        .untilAsserted(
            () ->
                assertThat(get(PORT + 1, "/metrics").body())
                    .containsPattern("apothik_memory_budget_bytes\\{.*} 1.00663296E8"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set backups 4 | BAD_REQUEST (1): 4 backups are not between 0 and 3",
        "set memory 1m | BAD_REQUEST (1): 1048576 bytes of memory are not between 4194304 and 17592186044416",
        "set memory lots | 'lots' is no number of bytes such as 64m",
        "set quorum none | 'quorum' cannot be changed: backups, memory and migration-rate can",
        "set backups | 'config set backups' is neither config nor config set NAME VALUE...",
        "backups 2 | 'config backups 2' is neither config nor config set NAME VALUE..."
      })
  void aChangeThatCannotBe_isWrongUsage(String words, String error) {
    Result result = cluster.run("config", words.split(" "));

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("error: " + error + "\n");
  }

  private static HttpResponse<String> get(int port, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(port, path));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }
}
