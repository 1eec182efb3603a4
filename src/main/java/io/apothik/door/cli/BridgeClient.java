package io.apothik.door.cli;

import io.apothik.message.ErrorCode;
import io.apothik.message.FailureException;
import io.apothik.message.Limits;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Speaks the bridge's frames over a plain socket, one request at a time. */
final class BridgeClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;

  /** What the network may add to the time that the cluster takes. */
  private static final int GRACE_MILLIS = 2_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private final DataOutputStream out;

  BridgeClient(String host, int port) throws IOException {
    socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  /**
   * The body of the reply.
   *
   * @throws FailureException if the cluster refused
   * @throws IOException if there was no answer
   */
  JsonObject request(JsonObject body, int timeoutMillis) throws IOException {
    socket.setSoTimeout(timeoutMillis + GRACE_MILLIS);
    send(
        new JsonObject()
            .put("type", "send")
            .put("address", "apothik")
            .put("replyAddress", "1")
            .put("body", body.put("timeoutMillis", timeoutMillis)));
    JsonObject frame = receive(timeoutMillis);
    if ("err".equals(frame.getString("type"))) {
      throw failure(frame);
    }
    return frame.getJsonObject("body");
  }

  private void send(JsonObject frame) throws IOException {
    byte[] bytes = frame.encode().getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  private JsonObject receive(int timeoutMillis) throws IOException {
    int length;
    try {
      length = in.readInt();
    } catch (SocketTimeoutException silence) {
      throw new IOException("no answer within " + timeoutMillis + " ms", silence);
    }
    // A reply can be larger than any request: its text may need more escapes.
    if (length < 0 || length > 8 * Limits.FRAME_BYTES_MAX) {
      throw new IOException("a frame of " + length + " bytes");
    }
    try {
      return new JsonObject(new String(in.readNBytes(length), StandardCharsets.UTF_8));
    } catch (DecodeException malformed) {
      throw new IOException("the answer is no JSON", malformed);
    }
  }

  private static FailureException failure(JsonObject frame) {
    String message = frame.getString("message", "no reason was given");
    try {
      ErrorCode code = ErrorCode.numbered(frame.getInteger("failureCode", 0));
      String prefix = code + ": ";
      return new FailureException(
          code, message.startsWith(prefix) ? message.substring(prefix.length()) : message);
    } catch (IllegalArgumentException unknown) {
      return new FailureException(ErrorCode.INTERNAL, message);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
