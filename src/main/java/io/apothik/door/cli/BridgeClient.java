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
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Speaks the bridge's frames over a plain socket, one request at a time. */
final class BridgeClient implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;

  /** What the network may add to the time that the cluster takes. */
  private static final int GRACE_MILLIS = 2_000;

  /** A password takes its time, all the more if others are before it. */
  private static final int LOGIN_MILLIS = 10_000;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;

  /**
   * Connects.
   *
   * @param tlsOrNull to speak TLS with who proves to be that host, or null to speak in the clear
   */
  BridgeClient(String host, int port, @Nullable SSLContext tlsOrNull) throws IOException {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    plain.setTcpNoDelay(true);
    socket = tlsOrNull == null ? plain : secured(plain, host, port, tlsOrNull);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  private static Socket secured(Socket plain, String host, int port, SSLContext tls)
      throws IOException {
    plain.setSoTimeout(LOGIN_MILLIS);
    SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    try {
      secured.startHandshake();
      return secured;
    } catch (IOException distrusted) {
      plain.close();
      throw distrusted;
    }
  }

  /** Says who asks; must come first where bridges want to know. */
  void logIn(String user, String password) throws IOException {
    JsonObject login =
        new JsonObject().put("op", "auth").put("user", user).put("password", password);
    request(login, LOGIN_MILLIS);
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
    } catch (EOFException | SSLException | SocketException cutOff) {
      throw new IOException(
          "the bridge ended the connection, as one does that speaks TLS, or wants a certificate"
              + (cutOff.getMessage() == null ? "" : ": " + cutOff.getMessage()),
          cutOff);
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
