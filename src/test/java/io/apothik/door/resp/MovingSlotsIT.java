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
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Clients that know the cluster go on while it changes. */
class MovingSlotsIT {
  private static final int CALLERS = 4;

  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger counter = new AtomicInteger();
  private volatile boolean stopped;

  @Test
  void aNodeJoins_andAnotherLeaves_aClientOfTheCluster_seesNoError_andLosesNothing()
      throws Exception {
    try (Doors doors = Doors.of(3);
        RedisClusterClient client = client(doors.clusterPort())) {
      List<Thread> callers = start(client.connect().sync());
      awaitMoreCalls();

      doors.start(4);
      doors.nodes().awaitSettled();
      awaitMoreCalls();
      doors.nodes().leave(doors.nodes().node(2));
      doors.nodes().awaitSettled();
      await().until(() -> knownPorts(client).equals(Set.copyOf(doors.clusterPorts())));
      awaitMoreCalls();

      stopped = true;
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(failures).isEmpty();
      assertNothingLost(doors.plainPort());
    }
  }

  /** Looks every second who owns what, as clients of a cluster that changes are told to do. */
  private static RedisClusterClient client(int port) {
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

  private List<Thread> start(RedisAdvancedClusterCommands<String, String> commands) {
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      Thread caller = new Thread(() -> call(commands), "caller-" + i);
      caller.start();
      callers.add(caller);
    }
    return callers;
  }

  private void call(RedisAdvancedClusterCommands<String, String> commands) {
    while (!stopped) {
      int number = counter.getAndIncrement();
      String key = "key-" + number;
      try {
        commands.set(key, "value-" + number);
        acknowledged.put(key, "value-" + number);
        assertThat(commands.get(key)).isEqualTo("value-" + number);
      } catch (RuntimeException | AssertionError failure) {
        failures.add(failure);
      }
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
    try (RawClient reader = new RawClient(port)) {
      acknowledged.forEach(
          (key, value) ->
              assertThat(reader.ask("GET " + key)).as(key).isEqualTo("\"" + value + "\""));
    }
  }
}
