package io.apothik.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.apothik.SecondLane;
import io.apothik.credential.TestAuthority;
import io.apothik.credential.TlsFiles;
import io.apothik.door.resp.Redis;
import io.apothik.process.RunSh.Result;
import io.apothik.trust.QuickHash;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three nodes on three hosts, as somebody starts them who has three machines: each with a
 * configuration file, the static list of hosts, a certificate and a users file.
 */
@SecondLane
@TestMethodOrder(OrderAnnotation.class)
class ThreeHostsIT {
  private static final Duration SETTLED_MAX = Duration.ofSeconds(60);
  private static final String CLUSTER = TestCluster.freshName();
  private static final List<Running> nodes = new ArrayList<>();

  @TempDir static Path directory = Path.of("");
  private static TestAuthority authority;
  private static Hosts hosts;

  @BeforeAll
  static void start() throws IOException {
    hosts = Hosts.create(5);
    authority = TestAuthority.create(directory.resolve("ours"), "ours");
    String hash = QuickHash.of("sesame");
    Files.writeString(directory.resolve("users"), "alice " + hash + " read,write *\n");
    Files.writeString(directory.resolve("cluster.xml"), staticHosts());
    for (int host = 1; host <= 3; host++) {
      start(host, authority);
    }
    nodes.forEach(node -> node.awaitOut("ready: "));
  }

  @AfterAll
  static void end() {
    nodes.forEach(Running::close);
    if (hosts != null) {
      hosts.close();
    }
    TestCluster.deleteRunDirectory(CLUSTER);
  }

  /** The list of the file in deploy/, with the addresses of these hosts. */
  private static String staticHosts() throws IOException {
    String xml = Files.readString(RunSh.HOME.resolve("deploy/cluster-static.xml"));
    for (int host = 1; host <= 3; host++) {
      xml = xml.replace("10.0.0.1" + host + ":", Hosts.address(host) + ":");
    }
    return xml;
  }

  private static void start(int host, TestAuthority signer) throws IOException {
    TlsFiles tls = signer.sign("apothik_" + host, "ip:" + Hosts.address(host));
    Path file =
        Files.writeString(
            directory.resolve("node" + host + ".yaml"),
            """
            name: apothik_%d@%s
            cluster: %s
            config: %s/cluster.xml
            founders: 2
            expect: 3
            bridge-port: 7171
            redis-port: 6380
            http-port: 7180
            users: %s/users
            tls-cert: %s
            tls-key: %s
            tls-ca: %s
            tls-clients: password
            """
                .formatted(
                    host,
                    Hosts.address(host),
                    CLUSTER,
                    directory,
                    directory,
                    tls.certificate(),
                    tls.key(),
                    signer.certificate()));
    nodes.add(hosts.start(host, "node", "--config-file", file.toString()));
  }

  @Test
  @Order(1)
  void theCluster_isReady_andMayBeRolled_saysAnotherHostsDoor() {
    awaitSettled();

    for (int host = 1; host <= 3; host++) {
      assertThat(curl(3, host, "/health/ready", "").out()).endsWith(" 200");
      assertThat(curl(3, host, "/health/safe-to-roll", "").out()).isEqualTo(" 401");
      assertThat(curl(1, host, "/health/safe-to-roll", "--user alice:sesame").out())
          .contains("\"otherCacheNodes\":2", "\"degraded\":0")
          .endsWith(" 200");
    }
  }

  @Test
  @Order(2)
  void whatTheCommandLineWritesOnOneHost_isReadOnAnother() {
    assertThat(asAlice(1, "put city Paris").exit()).isZero();

    assertThat(asAlice(2, "get city").out()).isEqualTo("Paris\n");
    assertThat(asAlice(3, "get city").out()).isEqualTo("Paris\n");
  }

  @Test
  @Order(2)
  void whatRedisCliWritesOnOneHost_isReadOnAnother() {
    Redis.assumePresent("redis-cli");

    for (int number = 1; number <= 6; number++) {
      String key = "key" + number;
      assertThat(redisAsAlice(1, "set " + key + " " + number).out()).isEqualTo("OK\n");
      assertThat(redisAsAlice(3, "get " + key).out()).isEqualTo(number + "\n");
    }
    assertThat(asAlice(2, "get key6").out()).isEqualTo("6\n");
  }

  @Test
  @Order(3)
  void aStrangerOnAnotherHost_getsNothing() {
    String bridge = " city --bridge %s:7171 --tls-ca %s".formatted(Hosts.address(1), ca());

    assertThat(hosts.bash(4, "./run.sh get" + bridge).err()).contains("NOT_AUTHENTICATED");
    assertThat(hosts.bash(4, "APOTHIK_PASSWORD=wrong ./run.sh get --user alice" + bridge).err())
        .contains("NOT_AUTHENTICATED");
    Redis.assumePresent("redis-cli");
    assertThat(hosts.bash(4, redis(1) + " get key1").out()).contains("NOAUTH");
    assertThat(curl(4, 1, "/metrics", "").out()).isEqualTo(" 401");
    assertThat(curl(4, 1, "/health/ready", "").out()).isEqualTo("{} 200");
  }

  /** All that there may be is how TLS says that this was none. */
  @ParameterizedTest
  @CsvSource({
    "7171, get city",
    "6380, GET key1\\r\\n",
    "7180, GET /health/live HTTP/1.1\\r\\nHost: any\\r\\n\\r\\n"
  })
  @Order(3)
  void whoSpeaksInTheClear_getsNothing(int port, String request) {
    String said =
        hosts
            .bash(
                4,
                "exec 3<>/dev/tcp/%s/%d; printf '%s' >&3; timeout 5 cat <&3"
                    .formatted(Hosts.address(1), port, request))
            .out();

    assertThat(said).hasSizeLessThan(8).doesNotContain("Paris", "200");
  }

  /** They find the others, as Hazelcast's port asks nobody, and that is all that they get. */
  @Test
  @Order(4)
  void aNodeOfAnotherAuthority_orOfNone_isToldNothing_andIsGivenNothing() throws IOException {
    start(4, TestAuthority.create(directory.resolve("others"), "others"));
    nodes.add(
        hosts.start(
            5,
            "node",
            "--name",
            "apothik_5@" + Hosts.address(5),
            "--cluster",
            CLUSTER,
            "--config",
            directory.resolve("cluster.xml").toString(),
            "--bridge-port",
            "7171",
            "--insecure"));
    nodes.forEach(node -> node.awaitOut("ready: "));

    assertUndisturbed();
    assertThat(
            hosts
                .bash(5, "./run.sh get city --timeout 1000 --bridge " + Hosts.address(5) + ":7171")
                .err())
        .contains("NO_OWNER: this node has no table yet");
  }

  /** Both are seen and heard by nobody; the three are a cluster by themselves, and it works. */
  private static void assertUndisturbed() {
    JsonObject picture = picture();
    assertThat(TestCluster.rings(picture, "silent")).hasSize(2);
    assertThat(TestCluster.isSettled(picture, 3)).as(picture.encode()).isTrue();
    assertThat(asAlice(2, "put city Rome").exit()).isZero();
    assertThat(asAlice(3, "get city").out()).isEqualTo("Rome\n");
  }

  private static String ca() {
    return authority.certificate().toString();
  }

  private static Result asAlice(int host, String command) {
    return hosts.bash(
        host,
        "APOTHIK_PASSWORD=sesame ./run.sh %s --bridge %s:7171 --tls-ca %s --user alice"
            .formatted(command, Hosts.address(host), ca()));
  }

  private static String redis(int host) {
    return "redis-cli -c -h %s -p 6380 --tls --cacert %s".formatted(Hosts.address(host), ca());
  }

  private static Result redisAsAlice(int host, String command) {
    return hosts.bash(
        host, redis(host) + " --no-auth-warning --user alice --pass sesame " + command);
  }

  /** What a host's door says to another host, and the status behind it. */
  private static Result curl(int from, int to, String path, String options) {
    Redis.assumePresent("curl");
    return hosts.bash(
        from,
        "curl --silent --max-time 20 --write-out ' %%{http_code}' --cacert %s %s https://%s:7180%s"
            .formatted(ca(), options, Hosts.address(to), path));
  }

  private static JsonObject picture() {
    return new JsonObject(asAlice(1, "cluster --json").out());
  }

  /** Until the three are there, and nothing moves. */
  private static void awaitSettled() {
    await()
        .atMost(SETTLED_MAX)
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions()
        .until(() -> TestCluster.isSettled(picture(), 3));
  }
}
