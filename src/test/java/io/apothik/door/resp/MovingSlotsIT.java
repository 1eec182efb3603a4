package io.apothik.door.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.sync.RedisAdvancedClusterCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.HostAndPort;

/** Clients that know the cluster go on while it changes. */
class MovingSlotsIT {
  private static final int CALLERS_EACH = 2;
  private static final int AT_ONCE = 1_000;

  /** What matters is what they are told, not how much they ask: the nodes have other work. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger counter = new AtomicInteger();
  private volatile boolean stopped;

  /** What a client does. */
  private interface Calls {
    void set(String key, String value);

    @Nullable String get(String key);
  }

  private record Lettuce(RedisAdvancedClusterCommands<String, String> commands) implements Calls {
    @Override
    public void set(String key, String value) {
      commands.set(key, value);
    }

    @Override
    public @Nullable String get(String key) {
      return commands.get(key);
    }
  }

  private static final class Jedis implements Calls, AutoCloseable {
    private final redis.clients.jedis.RedisClusterClient client;

    private Jedis(int port) {
      client = redis.clients.jedis.RedisClusterClient.create(new HostAndPort("127.0.0.1", port));
    }

    @Override
    public void set(String key, String value) {
      client.set(key, value);
    }

    @Override
    public @Nullable String get(String key) {
      return client.get(key);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @AfterEach
  void stop() {
    stopped = true;
  }

  /**
   * Lettuce looks every second who owns what, as it is told to where a cluster changes; Jedis does
   * when it is sent elsewhere, or a connection ends.
   */
  @Test
  void aNodeJoins_andAnotherLeaves_clientsOfTheCluster_seeNoError_andLoseNothing()
      throws InterruptedException {
    try (Doors doors = Doors.of(3);
        RedisClusterClient lettuce = lettuce(doors.clusterPort());
        Jedis jedis = new Jedis(doors.clusterPort())) {
      List<Thread> callers = new ArrayList<>();
      callers.addAll(start("lettuce", new Lettuce(lettuce.connect().sync())));
      callers.addAll(start("jedis", jedis));
      awaitMoreCalls();

      doors.start(4);
      doors.nodes().awaitSettled();
      awaitMoreCalls();
      doors.nodes().leave(doors.nodes().node(2));
      doors.nodes().awaitSettled();
      awaitMoreCalls();
      await().until(() -> knownPorts(lettuce).equals(Set.copyOf(doors.clusterPorts())));
      end(callers);

      assertThat(failures).isEmpty();
      assertNothingLost(doors.plainPort());
    }
  }

  private static RedisClusterClient lettuce(int port) {
    RedisClusterClient client = RedisClusterClient.create(RedisURI.create("127.0.0.1", port));
    client.setOptions(
        ClusterClientOptions.builder()
            .topologyRefreshOptions(
                ClusterTopologyRefreshOptions.builder()
                    .enablePeriodicRefresh(Duration.ofSeconds(1))
                    .build())
            .build());
    return client;
  }

  private List<Thread> start(String name, Calls calls) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS_EACH; i++) {
      Thread caller = new Thread(() -> call(name, calls), name);
      caller.start();
      callers.add(caller);
    }
    return callers;
  }

  private void call(String name, Calls calls) {
    while (!stopped) {
      String key = name + counter.getAndIncrement();
      String value = "value of " + key;
      try {
        calls.set(key, value);
        acknowledged.put(key, value);
        assertThat(calls.get(key)).isEqualTo(value);
      } catch (RuntimeException | AssertionError failure) {
        failures.add(failure);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void end(List<Thread> callers) throws InterruptedException {
    stopped = true;
    for (Thread caller : callers) {
      caller.join();
    }
  }

  private void awaitMoreCalls() {
    int before = acknowledged.size();
    await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.size() > before + 500);
  }

  private static Set<Integer> knownPorts(RedisClusterClient client) {
    return client.getPartitions().stream()
        .map(node -> node.getUri().getPort())
        .collect(Collectors.toSet());
  }

  private void assertNothingLost(int port) {
    List<String> keys = List.copyOf(acknowledged.keySet());
    Map<String, String> found = new HashMap<>();
    try (RawClient reader = new RawClient(port)) {
      for (int first = 0; first < keys.size(); first += AT_ONCE) {
        List<String> some = keys.subList(first, Math.min(keys.size(), first + AT_ONCE));
        some.forEach(key -> reader.send(RawClient.ascii("GET " + key + "\r\n")));
        some.forEach(key -> found.put(key, Printed.reply(reader.reply())));
      }
    }
    Map<String, String> expected = new HashMap<>();
    acknowledged.forEach((key, value) -> expected.put(key, "\"" + value + "\""));
    assertThat(found).isEqualTo(expected);
  }
}
