package io.apothik.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.XmlConfigBuilder;
import io.apothik.cluster.FreePorts;
import io.apothik.door.http.OperatorRoutes;
import io.apothik.message.Limits;
import io.apothik.node.Node;
import io.apothik.node.NodeConfig;
import io.apothik.node.TestCluster;
import io.apothik.slot.NodeName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What can be known of deploy/ without Docker and Kubernetes. */
class DeploymentTest {
  private static final Path DEPLOY = Path.of("deploy");
  private static final String HOST = "127.0.0.1";
  private static final String WAIT = "hazelcast.wait.seconds.before.join";

  @TempDir private Path directory;

  @Test
  void theConfigurations_areThatOfTheRepository_butForTheirPortAndJoin() throws IOException {
    Config ours = new XmlConfigBuilder("cluster.xml").build();
    ours.getProperties().remove(WAIT);

    for (String name : List.of("cluster-static.xml", "cluster-kubernetes.xml")) {
      Config config = new XmlConfigBuilder(DEPLOY.resolve(name).toString()).build();
      config.getProperties().remove(WAIT);
      assertThat(config.getProperties()).isEqualTo(ours.getProperties());
      assertThat(config.getSerializationConfig()).isEqualTo(ours.getSerializationConfig());
      assertThat(config.getMapConfigs()).isEqualTo(ours.getMapConfigs());
      assertThat(config.getMultiMapConfigs()).isEqualTo(ours.getMultiMapConfigs());
      JoinConfig join = config.getNetworkConfig().getJoin();
      assertThat(join.getMulticastConfig().isEnabled()).isFalse();
      assertThat(join.isAutoDetectionEnabled()).isFalse();
      assertThat(config.getNetworkConfig().isPortAutoIncrement()).isFalse();
    }
  }

  @Test
  void pods_askTheDnsBeforeTheyBeginAlone_andFoundNothingWithoutAMajority() throws IOException {
    Config config =
        new XmlConfigBuilder(DEPLOY.resolve("cluster-kubernetes.xml").toString()).build();
    int replicas = statefulSet().getJsonObject("spec").getInteger("replicas");

    assertThat(Integer.parseInt(config.getProperty(WAIT))).isPositive();
    assertThat(environment())
        .containsEntry("APOTHIK_FOUNDERS", "" + (replicas / 2 + 1))
        .containsEntry("APOTHIK_EXPECT", "" + replicas);
    // Who waits for the others to be ready must not keep them from being started.
    assertThat(statefulSet().getJsonObject("spec").getString("podManagementPolicy"))
        .isEqualTo("Parallel");
  }

  @Test
  void hostsThatTheStaticConfigurationLists_findEachOther() throws IOException {
    int first = FreePorts.reserve(HOST);
    int second = FreePorts.reserve(HOST);
    Path xml =
        changed(
            "cluster-static.xml",
            text ->
                text.replace("10.0.0.11:5701", HOST + ":" + first)
                    .replace("10.0.0.12:5701", HOST + ":" + second)
                    .replaceAll("<member>10.*</member>", ""));

    assertMeet(xml, first, second);
  }

  private Path changed(String name, UnaryOperator<String> change) throws IOException {
    Path xml = directory.resolve(name);
    return Files.writeString(xml, change.apply(Files.readString(DEPLOY.resolve(name))));
  }

  /** Two nodes on this host, which have a port of their own each instead of an address. */
  private static void assertMeet(Path xml, int firstPort, int secondPort) {
    String cluster = "deploy-" + UUID.randomUUID();
    Node first = start(xml, cluster, "apothik-0@" + HOST, firstPort);
    Node second = start(xml, cluster, "apothik-1@" + HOST, secondPort);
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> first.table().nodes().contains(second.name()));
      assertThat(first.live().names()).containsExactly(first.name(), second.name());
    } finally {
      Await.quietly(second.close());
      Await.quietly(first.close());
    }
  }

  private static Node start(Path xml, String cluster, String name, int port) {
    NodeConfig config =
        NodeConfig.named(new NodeName(name), xml).withCluster(cluster, null).withJoinPort(port);
    return TestCluster.result(Node.start(config));
  }

  @Test
  void theProbes_areAnsweredByTheNode() throws IOException {
    JsonObject container = container();
    JsonObject ports = new JsonObject();
    objects(container.getJsonArray("ports"))
        .forEach(port -> ports.put(port.getString("name"), port.getInteger("containerPort")));
    assertThat(ports.getInteger("http").toString())
        .isEqualTo(environment().get("APOTHIK_HTTP_PORT"));
    assertThat(ports.getInteger("bridge").toString())
        .isEqualTo(environment().get("APOTHIK_BRIDGE_PORT"));

    assertThat(probe(container, "startupProbe")).isEqualTo(OperatorRoutes.LIVE);
    assertThat(probe(container, "livenessProbe")).isEqualTo(OperatorRoutes.LIVE);
    assertThat(probe(container, "readinessProbe")).isEqualTo(OperatorRoutes.READY);
    JsonObject annotations = template().getJsonObject("metadata").getJsonObject("annotations");
    assertThat(annotations.getString("prometheus.io/path")).isEqualTo(OperatorRoutes.METRICS);
    assertThat(annotations.getString("prometheus.io/port"))
        .isEqualTo(ports.getInteger("http").toString());
  }

  @Test
  void aPodHasTheTime_toWaitUntilItMayLeave_andToLeave() throws IOException {
    JsonArray command =
        container()
            .getJsonObject("lifecycle")
            .getJsonObject("preStop")
            .getJsonObject("exec")
            .getJsonArray("command");
    assertThat(command.getString(0)).isEqualTo("timeout");
    long waits = Long.parseLong(command.getString(1));
    // As long as a node that was told to end goes on.
    long leaves = 2L * Limits.LEAVE_MILLIS_MAX / 1_000;

    assertThat(command.getString(4)).contains(OperatorRoutes.SAFE_TO_ROLL + "?by=leave");
    assertThat(template().getJsonObject("spec").getLong("terminationGracePeriodSeconds"))
        .isGreaterThan(waits + leaves);
  }

  /** A node that is not told who may come in does not start off the loopback. */
  @Test
  void aPodMayStart_asItHasUsers_andCanAskWhetherItMayLeave() throws IOException {
    assertThat(environment()).containsKey("APOTHIK_USERS").doesNotContainKey("APOTHIK_INSECURE");
    Path users = Path.of(environment().getOrDefault("APOTHIK_USERS", ""));
    SecurityOptions security = new SecurityOptions();
    security.users = users;
    assertThatCode(() -> security.check("10.1.2.3")).doesNotThrowAnyException();
    String volume =
        objects(container().getJsonArray("volumeMounts")).stream()
            .filter(mount -> users.startsWith(mount.getString("mountPath")))
            .findFirst()
            .orElseThrow()
            .getString("name");
    assertThat(objects(template().getJsonObject("spec").getJsonArray("volumes")))
        .filteredOn(one -> one.getString("name").equals(volume))
        .singleElement()
        .satisfies(one -> assertThat(one.containsKey("secret")).isTrue());
    assertThat(container().getJsonObject("lifecycle").encode()).contains("$PROBE_PASSWORD");
    assertThat(objects(container().getJsonArray("env")))
        .anyMatch(variable -> variable.getString("name").equals("PROBE_PASSWORD"));
  }

  @Test
  void theSettings_areKnown_andTheServiceIsTheOneThatTheDnsIsAskedFor() throws IOException {
    StringWriter out = new StringWriter();
    String[] arguments = {"--print-config"};
    int exit =
        Configuration.command(NodeCommand::new, environment(), arguments)
            .setOut(new PrintWriter(out))
            .execute(arguments);

    assertThat(exit).isZero();
    assertThat(out.toString()).contains("apothik-0@10.1.2.3  (environment, APOTHIK_NAME)");
    Config config =
        new XmlConfigBuilder(DEPLOY.resolve("cluster-kubernetes.xml").toString()).build();
    assertThat(config.getNetworkConfig().getJoin().getKubernetesConfig().getProperty("service-dns"))
        .isEqualTo(named("Service", "apothik").getJsonObject("metadata").getString("name"))
        .isEqualTo(statefulSet().getJsonObject("spec").getString("serviceName"));
  }

  @Test
  void theImage_hasWhatThePodAsksFor() throws IOException {
    String dockerfile = Files.readString(DEPLOY.resolve("Dockerfile"));
    Map<String, String> variables =
        Pattern.compile("(APOTHIK_[A-Z_]+)=(\\S+)")
            .matcher(dockerfile)
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));

    assertThat(environment()).containsAllEntriesOf(variables);
    assertThat(dockerfile).contains("deploy/cluster-kubernetes.xml", OperatorRoutes.LIVE);
    String runSh = Files.readString(Path.of("run.sh"));
    for (String flag : List.of("-Dvertx.disableDnsResolver=true", "-XX:-UsePerfData")) {
      assertThat(runSh).contains(flag);
      assertThat(dockerfile).contains(flag);
    }
  }

  /** What the container is given, with an example for what Kubernetes fills in. */
  private static Map<String, String> environment() throws IOException {
    Map<String, String> environment = new HashMap<>();
    objects(container().getJsonArray("env")).stream()
        .filter(variable -> variable.containsKey("value"))
        .forEach(
            variable ->
                environment.put(
                    variable.getString("name"),
                    variable
                        .getString("value")
                        .replace("$(POD_NAME)", "apothik-0")
                        .replace("$(POD_IP)", "10.1.2.3")));
    return environment;
  }

  private static String probe(JsonObject container, String name) {
    JsonObject get = container.getJsonObject(name).getJsonObject("httpGet");
    assertThat(get.getString("port")).isEqualTo("http");
    return get.getString("path");
  }

  private static JsonObject container() throws IOException {
    return template().getJsonObject("spec").getJsonArray("containers").getJsonObject(0);
  }

  private static JsonObject template() throws IOException {
    return statefulSet().getJsonObject("spec").getJsonObject("template");
  }

  private static JsonObject statefulSet() throws IOException {
    return named("StatefulSet", "apothik");
  }

  private static JsonObject named(String kind, String name) throws IOException {
    for (Object document :
        new Yaml().loadAll(Files.readString(DEPLOY.resolve("kubernetes.yaml")))) {
      JsonObject json = new JsonObject();
      ((Map<?, ?>) document).forEach((key, value) -> json.put(key.toString(), value));
      if (json.getString("kind").equals(kind)
          && json.getJsonObject("metadata").getString("name").equals(name)) {
        return json;
      }
    }
    throw new AssertionError("there is no %s '%s'".formatted(kind, name));
  }

  private static List<JsonObject> objects(JsonArray array) {
    return array.stream().map(JsonObject.class::cast).toList();
  }
}
