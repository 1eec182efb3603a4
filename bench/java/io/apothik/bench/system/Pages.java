package io.apothik.bench.system;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * Open pages of a node, as far as the node sees them: each asks what the page's scripts ask, as
 * often as they do. A browser would use far more processor time than the node that is measured.
 */
public final class Pages implements AutoCloseable {
  private static final String PATH = "/eventbus/websocket";
  private static final int MESSAGE_BYTES_MAX = 4 << 20;
  private static final long TABLE_MILLIS = 500;
  private static final long PICTURE_MILLIS = 1_000;
  private static final long EVENTS_MILLIS = 1_000;
  private static final long HISTORY_MILLIS = 5_000;

  /** What views ask besides what all of them ask. */
  private enum View {
    RING,
    KEY,
    LOAD,
    EVENTS,
    REPLAY
  }

  private final Vertx vertx;
  private final WebSocketClient client;
  private final LongAdder bytes = new LongAdder();

  private Pages(Vertx vertx) {
    this.vertx = vertx;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxMessageSize(MESSAGE_BYTES_MAX));
  }

  /**
   * Opens so many.
   *
   * @param vertx in which they live
   */
  public static Pages open(Vertx vertx, String host, int port, int count) {
    Pages pages = new Pages(vertx);
    List<View> views = List.of(View.values());
    for (int page = 0; page < count; page++) {
      WebSocket socket = pages.client.connect(port, host, PATH).await();
      pages.new Page(socket).ask(views.get(page % views.size()));
    }
    return pages;
  }

  /** How long all answers were that came so far. */
  public long bytes() {
    return bytes.sum();
  }

  @Override
  public void close() {
    client.close();
  }

  /** One of them. */
  private final class Page {
    private final WebSocket socket;
    private final List<Long> timers = new ArrayList<>();
    private long requests;
    private long epoch;
    private long lastEvent;

    Page(WebSocket socket) {
      this.socket = socket;
      socket.binaryMessageHandler(this::note);
      socket.closeHandler(closed -> timers.forEach(vertx::cancelTimer));
    }

    void ask(View view) {
      repeat(TABLE_MILLIS, () -> ask(operation("table").put("epoch", epoch)));
      repeat(PICTURE_MILLIS, () -> ask(operation("cluster").put("ageMillis", 500)));
      if (view == View.LOAD) {
        repeat(HISTORY_MILLIS, () -> ask(operation("history")));
        repeat(HISTORY_MILLIS, () -> ask(operation("hot-keys").put("count", 20)));
      } else if (view == View.EVENTS) {
        repeat(EVENTS_MILLIS, () -> ask(operation("events").put("after", lastEvent)));
      }
    }

    private void repeat(long millis, Runnable ask) {
      timers.add(vertx.setPeriodic(1, millis, fired -> ask.run()));
    }

    private static JsonObject operation(String name) {
      return new JsonObject().put("op", name);
    }

    private void ask(JsonObject body) {
      if (socket.isClosed()) {
        return;
      }
      requests++;
      socket.writeTextMessage(
          new JsonObject()
              .put("type", "send")
              .put("address", "apothik")
              .put("replyAddress", Long.toString(requests))
              .put("body", body)
              .encode());
    }

    private void note(Buffer frame) {
      bytes.add(frame.length());
      JsonObject body = new JsonObject(frame).getJsonObject("body");
      if (body == null) {
        throw new IllegalStateException("the page was answered " + frame);
      }
      epoch = Math.max(epoch, body.getLong("epoch", 0L));
      lastEvent = Math.max(lastEvent, body.getLong("last", 0L));
    }
  }
}
