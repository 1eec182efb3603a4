package io.apothik.process;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection to a bridge, with one request at a time. */
final class BridgeSocket implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 60_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  BridgeSocket(int port) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS_MAX);
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** The frame that answers the request with this body. */
  JsonObject ask(JsonObject body) throws IOException {
    byte[] frame =
        new JsonObject()
            .put("type", "send")
            .put("address", "apothik")
            .put("replyAddress", "1")
            .put("body", body)
            .encode()
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(frame.length);
    out.write(frame);
    socket.getOutputStream().write(bytes.toByteArray());
    return new JsonObject(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
