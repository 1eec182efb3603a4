package io.apothik.door.web;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The plainest client of the page's socket: texts in, frames out. */
final class PageSocket implements WebSocket.Listener, AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int SILENCE_SECONDS_MAX = 10;
  private static final int LOOK_MILLIS = 50;
  private static final int LOOKS_MAX = 200;

  private final BlockingQueue<JsonObject> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Integer> end = new CompletableFuture<>();
  private final ByteArrayOutputStream part = new ByteArrayOutputStream();
  private @Nullable WebSocket socket;
  private int requests;

  private PageSocket() {}

  /**
   * Opens one.
   *
   * @param originOrNull from where a browser would say that it comes, or null to say nothing
   */
  static PageSocket open(int port, @Nullable String originOrNull) {
    PageSocket self = new PageSocket();
    WebSocket.Builder builder = CLIENT.newWebSocketBuilder();
    if (originOrNull != null) {
      builder.header("Origin", originOrNull);
    }
    URI uri = URI.create("ws://%s:%d%s".formatted(Pages.HOST, port, PageDoor.SOCKET));
    self.socket = builder.buildAsync(uri, self).join();
    return self;
  }

  private WebSocket socket() {
    if (socket == null) {
      throw new IllegalStateException("not open");
    }
    return socket;
  }

  void send(String text) {
    socket().sendText(text, true).join();
  }

  /** The frame that answers the request; apostrophes are read as quotation marks. */
  JsonObject ask(String body) {
    return ask(new JsonObject(body.replace('\'', '"')));
  }

  JsonObject ask(JsonObject body) {
    requests++;
    JsonObject frame =
        new JsonObject()
            .put("type", "send")
            .put("address", "apothik")
            .put("replyAddress", Integer.toString(requests))
            .put("body", body);
    send(frame.encode());
    return receive();
  }

  JsonObject receive() {
    try {
      JsonObject frame = null;
      for (int look = 0; frame == null && look < LOOKS_MAX && !end.isDone(); look++) {
        frame = frames.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      }
      if (frame == null) {
        throw new AssertionError("no frame came");
      }
      return frame;
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Waits for the end; with which code it came, or -1 for none. */
  int awaitEnd() {
    return end.orTimeout(SILENCE_SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    part.writeBytes(bytes);
    if (last) {
      frames.add(new JsonObject(part.toString(StandardCharsets.UTF_8)));
      part.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable cause) {
    end.complete(-1);
  }

  @Override
  public void close() {
    if (socket != null) {
      socket.abort();
    }
  }
}
