package io.apothik.node;

import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.metrics.MetricsOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.core.spi.metrics.HttpServerMetrics;
import io.vertx.core.spi.metrics.TCPMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a node's Vert.x reads from sockets and writes to them: all doors and the event bus.
 * What Hazelcast says to other members is not among it. Safe for use by several threads.
 */
final class NetworkBytes {
  private final LongAdder in = new LongAdder();
  private final LongAdder out = new LongAdder();
  private volatile boolean counting;

  /** What is called for each read and each write of a socket. */
  private class Sockets implements TCPMetrics<Void> {
    @Override
    public void bytesRead(Void socket, SocketAddress remote, long bytes) {
      in.add(bytes);
    }

    @Override
    public void bytesWritten(Void socket, SocketAddress remote, long bytes) {
      out.add(bytes);
    }
  }

  private final class HttpSockets extends Sockets implements HttpServerMetrics<Void, Void, Void> {}

  private final class OfVertx implements VertxMetrics {
    @Override
    public HttpServerMetrics<?, ?, ?> createHttpServerMetrics(
        HttpServerOptions options, SocketAddress local) {
      return new HttpSockets();
    }

    @Override
    public TCPMetrics<?> createNetServerMetrics(NetServerOptions options, SocketAddress local) {
      return new Sockets();
    }

    @Override
    public TCPMetrics<?> createNetClientMetrics(NetClientOptions options) {
      return new Sockets();
    }
  }

  /**
   * Has a Vert.x with these options count here, unless the application measures it by itself: a
   * Vert.x has one who measures.
   *
   * @return what its builder is to be given, if it counts; null if it does not
   */
  @Nullable VertxMetricsFactory countIn(VertxOptions options) {
    MetricsOptions own = options.getMetricsOptions();
    if (own != null && own.isEnabled()) {
      return null;
    }
    options.setMetricsOptions(new MetricsOptions().setEnabled(true));
    counting = true;
    return ignored -> new OfVertx();
  }

  /** Whether anything is counted. */
  boolean isCounting() {
    return counting;
  }

  long in() {
    return in.sum();
  }

  long out() {
    return out.sum();
  }
}
