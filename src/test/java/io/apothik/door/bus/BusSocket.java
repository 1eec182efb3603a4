package io.apothik.door.bus;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocket;

/** The plainest client of the bridge: bytes in, frames out, nothing checked on the way. */
final class BusSocket implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final byte[] buffer = new byte[65_536];
  private int requests;

  BusSocket(int port) throws IOException {
    this(port, SocketFactory.getDefault());
  }

  /** With a factory of TLS sockets, over TLS. */
  BusSocket(int port, SocketFactory factory) throws IOException {
    socket = factory.createSocket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SILENCE_MILLIS_MAX);
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** What the text stands for; apostrophes are read as quotation marks. */
  static JsonObject json(String text) {
    return new JsonObject(text.replace('\'', '"'));
  }

  /** The frame that asks the master for something. */
  static JsonObject request(String replyAddress, JsonObject body) {
    return new JsonObject()
        .put("type", "send")
        .put("address", "apothik")
        .put("replyAddress", replyAddress)
        .put("body", body);
  }

  /** The bytes of a frame around the given content. */
  static byte[] framed(byte[] content) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(Integer.BYTES + content.length);
    try (DataOutputStream out = new DataOutputStream(frame)) {
      out.writeInt(content.length);
      out.write(content);
    } catch (IOException impossible) {
      throw new AssertionError(impossible);
    }
    return frame.toByteArray();
  }

  static byte[] framed(String content) {
    return framed(content.getBytes(StandardCharsets.UTF_8));
  }

  void sendBytes(byte... bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(JsonObject frame) throws IOException {
    sendBytes(framed(frame.encode()));
  }

  /** The name that the certificate at the other end bears; only over TLS. */
  String peer() throws IOException {
    return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
  }

  /** The next frame. */
  JsonObject receive() throws IOException {
    return new JsonObject(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
  }

  /** The frame that answers the request. */
  JsonObject ask(JsonObject body) throws IOException {
    requests++;
    send(request(Integer.toString(requests), body));
    return receive();
  }

  /** The body of the reply to a request that is not refused. */
  JsonObject reply(String body) throws IOException {
    JsonObject frame = ask(json(body));
    if (!"message".equals(frame.getString("type"))) {
      throw new AssertionError(body + " was answered with " + frame);
    }
    return frame.getJsonObject("body");
  }

  /** Reads to the end of the connection; fails if it has none. */
  void awaitEnd() throws IOException {
    try {
      in.skipNBytes(Long.MAX_VALUE);
    } catch (EOFException | SocketException end) {
      // Ended properly, or cut off because the bridge did not read all that was sent.
    }
  }

  /** Reads to the end of the connection; how many bytes that are. */
  long countToEnd() throws IOException {
    long bytes = 0;
    try {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    } catch (SocketException cutOff) {
      // What was on its way is lost.
    }
    return bytes;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
