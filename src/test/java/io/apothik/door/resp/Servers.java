package io.apothik.door.resp;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What all tests of this run compare: started when first asked for, closed at the end. */
public final class Servers implements Closeable {
  /** Starts a server. */
  private interface Start<S> {
    S start() throws IOException;
  }

  /** A server that is there from its first use on. */
  private final class Lazy<S extends Closeable> implements Supplier<S> {
    private final Start<S> start;
    private @Nullable S server;

    private Lazy(Start<S> start) {
      this.start = start;
    }

    @Override
    public S get() {
      S running = server;
      if (running == null) {
        try {
          running = start.start();
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
        server = running;
        started.add(running);
      }
      return running;
    }
  }

  private final List<Closeable> started = new ArrayList<>();
  private final Lazy<Redis> redis = new Lazy<>(Redis::alone);
  private final Lazy<Redis> redisCluster = new Lazy<>(Redis::cluster);
  private final Lazy<Doors> single = new Lazy<>(() -> Doors.of(1));
  private final Lazy<Doors> three = new Lazy<>(() -> Doors.of(3));

  /** A Redis by itself; the test is skipped on a machine without one. */
  public Redis redis() {
    return redis.get();
  }

  /** A Redis that is a cluster of one, likewise. */
  public Redis redisCluster() {
    return redisCluster.get();
  }

  /** A node by itself. */
  public Doors single() {
    return single.get();
  }

  /** Three nodes. */
  public Doors three() {
    return three.get();
  }

  @Override
  public void close() throws IOException {
    for (Closeable server : started) {
      server.close();
    }
  }
}
