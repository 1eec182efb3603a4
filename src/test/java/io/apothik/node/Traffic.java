package io.apothik.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Writers that put one key after the other through one node's master until they are stopped. */
final class Traffic {
  private static final int WRITERS = 16;

  private final Node through;
  private final Map<String, String> acknowledged = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Throwable> failed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger counter = new AtomicInteger();
  private final List<Future<Void>> writers = new ArrayList<>();
  private volatile boolean stopped;

  private Traffic(Node through) {
    this.through = through;
  }

  static Traffic start(Node through) {
    Traffic traffic = new Traffic(through);
    for (int i = 0; i < WRITERS; i++) {
      traffic.writers.add(traffic.write());
    }
    return traffic;
  }

  private Future<Void> write() {
    if (stopped) {
      return Future.succeededFuture();
    }
    int number = counter.getAndIncrement();
    String key = "traffic-" + number;
    String value = "v" + number;
    return TestCluster.send(through, TestCluster.put(key, value))
        .onSuccess(stored -> acknowledged.put(key, value))
        .onFailure(failed::add)
        .transform(answered -> through.vertx().timer(1))
        .compose(next -> write());
  }

  /** Ends the writers, and waits for the last answer. */
  void stop() {
    stopped = true;
    TestCluster.result(Future.all(writers));
  }

  Map<String, String> acknowledged() {
    return acknowledged;
  }

  List<Throwable> failures() {
    return List.copyOf(failed);
  }

  /** Reads all that was acknowledged, and expects it back. */
  void assertNothingLost() {
    assertThat(acknowledged).isNotEmpty();
    acknowledged.forEach(
        (key, value) -> {
          JsonObject reply = TestCluster.result(TestCluster.send(through, TestCluster.get(key)));
          assertThat(reply.getString("value")).as(key).isEqualTo(value);
        });
  }
}
