package io.apothik.door.resp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/** A client that sends words and takes replies as they are, a character a byte. */
final class RespSocket implements AutoCloseable {
  private static final int SILENCE_MILLIS_MAX = 10_000;

  private final Socket socket;
  private final InputStream in;

  RespSocket(int port) throws IOException {
    this(port, SocketFactory.getDefault());
  }

  RespSocket(int port, SocketFactory factory) throws IOException {
    socket = factory.createSocket("127.0.0.1", port);
    socket.setSoTimeout(SILENCE_MILLIS_MAX);
    in = socket.getInputStream();
  }

  /** Sends the words of a command, and gives the reply. */
  String ask(String... words) throws IOException {
    send(words);
    return reply();
  }

  void send(String... words) throws IOException {
    StringBuilder command = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      command.append("$%d\r\n%s\r\n".formatted(word.length(), word));
    }
    sendRaw(command.toString());
  }

  void sendRaw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The next reply; nothing if the connection has ended. */
  String reply() throws IOException {
    String line = line();
    if (line.isEmpty()) {
      return "";
    }
    StringBuilder reply = new StringBuilder(line);
    int count =
        switch (line.charAt(0)) {
          case '$', '=', '*', '~', '%' -> Integer.parseInt(line.substring(1).trim());
          default -> -1;
        };
    if (count >= 0 && (line.charAt(0) == '$' || line.charAt(0) == '=')) {
      byte[] bulk = in.readNBytes(count + 2);
      reply.append(new String(bulk, StandardCharsets.ISO_8859_1));
    } else if (count > 0) {
      int elements = line.charAt(0) == '%' ? 2 * count : count;
      for (int i = 0; i < elements; i++) {
        reply.append(reply());
      }
    }
    return reply.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int octet = in.read(); octet >= 0; octet = in.read()) {
      line.write(octet);
      if (octet == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
