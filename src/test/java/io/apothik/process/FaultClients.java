package io.apothik.process;

import io.apothik.history.Call;
import io.apothik.history.History;
import io.apothik.history.Operation;
import io.apothik.history.Outcome;
import io.apothik.message.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that write and read all the time, through the bridge, while a cluster suffers; each keeps
 * one call under way, and all are told apart in one history.
 */
final class FaultClients implements AutoCloseable {
  private static final int CLIENTS = 8;
  private static final int KEYS = 40;
  private static final int TIMEOUT_MILLIS = 20_000;

  /**
   * What is tested is what they are told, not how much they can ask: the machine has other work.
   */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

  private final int port;
  private final long seed;
  private final History history = new History();
  private final AtomicInteger values = new AtomicInteger();
  private final AtomicLong calls = new AtomicLong();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final AtomicLong longestNanos = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;

  private FaultClients(int port, long seed) {
    this.port = port;
    this.seed = seed;
  }

  /** Starts them at the bridge of that port. */
  static FaultClients start(int port, long seed) {
    FaultClients clients = new FaultClients(port, seed);
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      Thread thread = new Thread(() -> clients.run(number), "client-" + number);
      clients.threads.add(thread);
      thread.start();
    }
    return clients;
  }

  History history() {
    return history;
  }

  long calls() {
    return calls.get();
  }

  /** How many calls failed, by the name of their error, since this was asked last. */
  Map<String, Integer> takeFailures() {
    Map<String, Integer> taken = Map.copyOf(failures);
    failures.keySet().removeAll(taken.keySet());
    return taken;
  }

  /** How long the longest call took that ended since this was asked last, in milliseconds. */
  long takeLongestMillis() {
    return longestNanos.getAndSet(0) / 1_000_000;
  }

  private void run(int number) {
    Random random = new Random(seed + number);
    try (BridgeSocket socket = new BridgeSocket(port)) {
      while (!stopped) {
        call(number, random, socket);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (IOException lost) {
      failures.merge("connection: " + lost.getMessage(), 1, Integer::sum);
    }
  }

  private void call(int number, Random random, BridgeSocket socket) throws IOException {
    Work work = work(random);
    long begun = System.nanoTime();
    Call call = history.begin(number, work.key, work.operation, begun);
    JsonObject frame = socket.ask(work.body.put("timeoutMillis", TIMEOUT_MILLIS));
    long ended = System.nanoTime();
    calls.incrementAndGet();
    longestNanos.accumulateAndGet(ended - begun, Math::max);
    if ("message".equals(frame.getString("type"))) {
      call.end(work.outcome(frame.getJsonObject("body")), ended);
      return;
    }
    ErrorCode code = ErrorCode.numbered(frame.getInteger("failureCode"));
    failures.merge(code.name(), 1, Integer::sum);
    if (code.applied() == ErrorCode.Applied.MAYBE) {
      call.maybe();
    } else {
      call.refused();
    }
  }

  private Work work(Random random) {
    String key = "key" + random.nextInt(KEYS);
    int dice = random.nextInt(10);
    if (dice < 5) {
      return new Work(key, new Operation.Get(), request("get", key));
    } else if (dice < 6) {
      return new Work(key, new Operation.Delete(), request("delete", key));
    }
    String value = "v" + values.incrementAndGet();
    return new Work(key, new Operation.Put(value), request("put", key).put("value", value));
  }

  private static JsonObject request(String op, String key) {
    return new JsonObject().put("op", op).put("key", key);
  }

  private record Work(String key, Operation operation, JsonObject body) {
    Outcome outcome(JsonObject reply) {
      if (operation instanceof Operation.Put) {
        return new Outcome.Stored();
      } else if (operation instanceof Operation.Delete) {
        return new Outcome.Presence(reply.getBoolean("found"));
      }
      return reply.getBoolean("found")
          ? new Outcome.Found(reply.getString("value"))
          : new Outcome.Absent();
    }
  }

  /** Ends the clients, each after its call. */
  @Override
  public void close() {
    stopped = true;
    for (Thread thread : threads) {
      try {
        thread.join(2L * TIMEOUT_MILLIS);
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
