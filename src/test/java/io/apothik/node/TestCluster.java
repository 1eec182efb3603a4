package io.apothik.node;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.core.HazelcastInstance;
import io.apothik.cluster.FreePorts;
import io.apothik.message.Settings;
import io.apothik.slot.DoorPorts;
import io.apothik.slot.NodeName;
import io.apothik.slot.PlannerLaws;
import io.apothik.slot.Role;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Several nodes in this process, each with a clustered Vert.x of its own. */
public final class TestCluster implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final Path CLUSTER_XML = Path.of("cluster.xml");

  private final String name = "test-" + UUID.randomUUID();
  private final List<Node> nodes = new ArrayList<>();
  private final UnaryOperator<NodeConfig> change;
  private final int founders;
  private int joinPort;

  private TestCluster(int founders, UnaryOperator<NodeConfig> change) {
    this.founders = founders;
    this.change = change;
  }

  /** A cluster that cache nodes 1 to {@code count} found together. */
  public static TestCluster of(int count) {
    return of(count, config -> config);
  }

  /** As above, with a change to every node's configuration. */
  public static TestCluster of(int count, UnaryOperator<NodeConfig> change) {
    TestCluster cluster = new TestCluster(count, change);
    for (int number = 1; number <= count; number++) {
      cluster.start(number);
    }
    cluster.awaitSettled();
    return cluster;
  }

  /** Starts cache node {@code number}, and waits until it is a member. */
  public Node start(int number) {
    return start(NodeName.numbered(number, HOST), Role.CACHE);
  }

  /** Starts a node, and waits until it is a member. */
  public Node start(NodeName node, Role role) {
    return result(launch(node, role, change));
  }

  /** Starts a node with a change of its own; what fails is the future. */
  public Future<Node> launch(NodeName node, Role role, UnaryOperator<NodeConfig> own) {
    int port = FreePorts.reserve(HOST);
    if (nodes.isEmpty()) {
      joinPort = port;
    }
    NodeConfig config =
        NodeConfig.named(node, CLUSTER_XML)
            .withRole(role)
            .withCluster(name, HOST + ":" + joinPort)
            .withPorts(port, DoorPorts.NONE)
            .withNodesExpected(founders);
    return Node.start(own.apply(config)).onSuccess(this::add);
  }

  private synchronized void add(Node node) {
    nodes.add(node);
    joinPort = node.live().member(node.name()).orElseThrow().joinPort();
  }

  /** By which its nodes find each other. */
  public String name() {
    return name;
  }

  /** The running nodes, in the order in which they were started. */
  public synchronized List<Node> nodes() {
    return List.copyOf(nodes);
  }

  public Node node(int number) {
    return nodes().stream()
        .filter(node -> node.name().number().orElse(0) == number)
        .findFirst()
        .orElseThrow();
  }

  /** Lets a node hand over what it holds, and waits until it is gone. */
  public void leave(Node node) {
    forget(node);
    result(node.leave());
  }

  /** Ends a node as a crash does: no word to anybody. */
  public void crash(Node node) {
    forget(node);
    hazelcast(node).getLifecycleService().terminate();
    node.close();
  }

  /** Ends nodes as if one crash took them all: nobody hears of one before the other is gone. */
  public void crashAtOnce(Node... dying) {
    List.of(dying).forEach(this::forget);
    List<Thread> ends =
        Stream.of(dying)
            .map(node -> new Thread(() -> hazelcast(node).getLifecycleService().terminate()))
            .toList();
    ends.forEach(Thread::start);
    // One that is closed while it ends waits for its end, which waits for it.
    ends.forEach(TestCluster::join);
    for (Node node : dying) {
      node.close();
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private synchronized void forget(Node node) {
    nodes.remove(node);
    nodes.stream()
        .findFirst()
        .ifPresent(left -> joinPort = left.live().member(left.name()).orElseThrow().joinPort());
  }

  static HazelcastInstance hazelcast(Node node) {
    return ((HazelcastClusterManager) ((VertxInternal) node.vertx()).clusterManager())
        .getHazelcastInstance();
  }

  /** Waits until every node has the same balanced table of exactly the running cache nodes. */
  public void awaitSettled() {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(this::assertSettled);
  }

  private void assertSettled() {
    List<NodeName> ring =
        nodes().get(0).live().cacheNodes().stream()
            .filter(name -> nodes().stream().anyMatch(node -> node.name().equals(name)))
            .toList();
    for (Node node : nodes()) {
      assertThat(node.table().sameContent(nodes().get(0).table())).isTrue();
      assertThat(node.table().moving()).isZero();
      assertThat(node.table().nodes()).containsExactlyInAnyOrderElementsOf(ring);
      assertThat(node.live().names()).hasSize(nodes().size());
    }
    if (nodes().get(0).table().slotCount() > ring.size()) {
      PlannerLaws.assertBalanced(nodes().get(0).table(), ring, Settings.DEFAULT.backups());
    }
  }

  /** What the first node's master answers. */
  public JsonObject ask(JsonObject request) {
    return ask(nodes().get(0), request);
  }

  /** What the given node's master answers. */
  public JsonObject ask(Node through, JsonObject request) {
    return result(send(through, request));
  }

  /** Asks the given node's master. */
  public static Future<JsonObject> send(Node through, JsonObject request) {
    return through
        .vertx()
        .eventBus()
        .<JsonObject>request("apothik", request)
        .map(message -> message.body());
  }

  /** What a node noted of that kind, in its words. */
  public List<String> events(Node node, String kind) {
    JsonArray events = ask(node, new JsonObject().put("op", "events")).getJsonArray("events");
    return IntStream.range(0, events.size())
        .mapToObj(events::getJsonObject)
        .filter(event -> event.getString("kind").equals(kind))
        .map(event -> event.getString("text"))
        .toList();
  }

  public static JsonObject put(String key, String value) {
    return new JsonObject().put("op", "put").put("key", key).put("value", value);
  }

  public static JsonObject get(String key) {
    return new JsonObject().put("op", "get").put("key", key);
  }

  /** Puts the keys k_1_1 and so on. */
  public void fill(int count) {
    assertThat(
            ask(new JsonObject().put("op", "fill").put("number", 1).put("count", count))
                .getInteger("stored"))
        .isEqualTo(count);
  }

  public long sum() {
    return ask(new JsonObject().put("op", "sum")).getLong("entries");
  }

  /** The future's result, waited for. */
  public static <T> T result(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, SECONDS);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() {
    List<Future<Void>> closing = nodes().stream().map(TestCluster::terminate).toList();
    result(Future.join(closing).otherwiseEmpty());
  }

  /** All at once, and without Hazelcast's care for data that nobody will miss. */
  private static Future<Void> terminate(Node node) {
    hazelcast(node).getLifecycleService().terminate();
    return node.close();
  }
}
