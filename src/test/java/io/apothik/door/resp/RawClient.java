package io.apothik.door.resp;

import io.apothik.slot.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;

/** A connection on which bytes are told as they come. */
public final class RawClient implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 30_000;
  private static final byte[] ENDED = {};

  private final Socket socket;
  private final InputStream in;

  public RawClient(int port) {
    this(port, 0);
  }

  /**
   * @param receiveBytes room for what is not read, or 0 for as much as the system likes
   */
  RawClient(int port, int receiveBytes) {
    this(
        () -> {
          Socket plain = new Socket();
          if (receiveBytes > 0) {
            plain.setReceiveBufferSize(receiveBytes);
          }
          plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
          return plain;
        });
  }

  /**
   * @param connects gives a socket that is connected
   */
  RawClient(Callable<Socket> connects) {
    try {
      socket = connects.call();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(SILENCE_MILLIS_MAX);
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (Exception unforeseen) {
      throw new IllegalStateException(unforeseen);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A command as an array of bulk strings. */
  static byte[] encoded(List<Bytes> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("*" + words.size() + "\r\n"));
    for (Bytes word : words) {
      out.writeBytes(ascii("$" + word.length() + "\r\n"));
      out.writeBytes(word.toArray());
      out.writeBytes(ascii("\r\n"));
    }
    return out.toByteArray();
  }

  void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends a line of words, and gives the printed reply to it. */
  public String ask(String line) {
    return Printed.reply(call(Script.Line.of(line).words()));
  }

  byte[] call(List<Bytes> words) {
    send(encoded(words));
    return reply();
  }

  /** The bytes of the next reply; none if the connection ended. */
  byte[] reply() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      return copyReply(out) ? out.toByteArray() : ENDED;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private boolean copyReply(ByteArrayOutputStream out) throws IOException {
    String line = copyLine(out);
    if (line.isEmpty()) {
      return false;
    }
    int count = "$=*~%".indexOf(line.charAt(0)) < 0 ? 0 : Integer.parseInt(line.substring(1));
    switch (line.charAt(0)) {
      case '$', '=' -> out.writeBytes(count < 0 ? ENDED : in.readNBytes(count + 2));
      case '*', '~' -> copyReplies(count, out);
      case '%' -> copyReplies(2 * count, out);
      default -> {}
    }
    return true;
  }

  private void copyReplies(int count, ByteArrayOutputStream out) throws IOException {
    for (int i = 0; i < count; i++) {
      copyReply(out);
    }
  }

  /** Copies a line with its end, and gives it without. */
  private String copyLine(ByteArrayOutputStream out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      out.write(octet);
      line.append((char) octet);
      if (octet == '\n') {
        break;
      }
    }
    return line.toString().strip();
  }

  /** All that comes until the other side ends the connection, in whichever way. */
  byte[] rest() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      for (int octet = in.read(); octet >= 0; octet = in.read()) {
        out.write(octet);
      }
    } catch (java.net.SocketTimeoutException silence) {
      throw new AssertionError("the connection goes on", silence);
    } catch (IOException reset) {
      // Ended, too: the other side did not read all that was sent.
    }
    return out.toByteArray();
  }

  /** Takes so many bytes, or fewer if the connection ends, and tells how many these were. */
  int read(int bytes) {
    try {
      return in.readNBytes(bytes).length;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Ends the connection as if this process had died. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
